// What a browser itself needs for the floor of propagating: two pages with nothing in them, one that posts and one that shows what its
// WebSocket brings. No web app can be faster.

import type { Browser } from "./browser.ts";
import { inTime, type RelayFloor } from "./relay.ts";

export interface BarePages {
  /** Milliseconds from the POST in one page until the other one shows its body. */
  run(): Promise<number>;
  close(): Promise<void>;
}

/** In new pages of two browsers, over the server of `floor`. */
export async function barePages([first, second]: readonly [Browser, Browser], floor: RelayFloor): Promise<BarePages> {
  const [from, to] = await Promise.all([first, second].map(({ context }) => context.newPage()));
  if (from === undefined || to === undefined) throw new Error("A browser gives a page");
  await Promise.all([from.goto(floor.url), to.goto(floor.url)]);
  await to.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const socket = new WebSocket(location.href.replace(/^http/, "ws"));
        socket.onopen = () => resolve();
        socket.onmessage = async ({ data }) => {
          document.body.textContent = await (data as Blob).text();
          document.dispatchEvent(new Event("shown"));
        };
      }),
  );
  let turn = 0;
  return {
    async run() {
      const body = `${turn++} `.padEnd(floor.pushBytes, "x");
      const shown = to.evaluate(
        (wanted) =>
          new Promise<number>((resolve) => {
            document.addEventListener("shown", function look() {
              if (document.body.textContent !== wanted) return;
              document.removeEventListener("shown", look);
              resolve(performance.timeOrigin + performance.now());
            });
          }),
        body,
      );
      const begin = await from.evaluate((text) => {
        const now = performance.timeOrigin + performance.now();
        void fetch("/", { method: "POST", body: text });
        return now;
      }, body);
      return (await inTime("The message of a page", shown)) - begin;
    },
    async close() {
      await Promise.all([from.close(), to.close()]);
    },
  };
}
