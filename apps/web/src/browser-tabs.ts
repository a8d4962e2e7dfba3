// The tabs of this origin: a Web Lock says which of them holds the device, and a channel carries what they say. What goes over the channel
// every script of the origin could hear: it is what windows show, and never a key.

import type { Tabs } from "@holdfast/ui/host";

/** `build`: of this tab. Tabs of all builds share the lock and the channel of this `name`. */
export function browserTabs(name: string, build: string): Tabs {
  const channel = new BroadcastChannel(name);
  return {
    own: crypto.randomUUID(),
    build,
    post: (message) => channel.postMessage(message),
    listen: (heard) => channel.addEventListener("message", ({ data }: MessageEvent<unknown>) => heard(data)),
    hold({ steal, held, lost }) {
      const work = (): Promise<never> => {
        held();
        return new Promise(() => {});
      };
      // It ends when the tab does, or when another takes its place.
      navigator.locks.request(name, { steal }, work).catch(lost);
    },
    later: (wait, work) => void setTimeout(work, wait),
  };
}
