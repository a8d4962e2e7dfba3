// A device in a process of its own that is unlocked, live and watched: for each username that an edit elsewhere brings it says to the
// process that started it which value it saw and when.

import { current } from "@holdfast/core";
import { unlockedDevice } from "./devices.ts";
import { monotonicMs } from "./monotonic.ts";

export type Told = { readonly type: "ready" } | { readonly type: "seen"; readonly value: string; readonly at: number };

const tell = (told: Told): void => void process.send?.(told);

const { client } = await unlockedDevice(process.argv[2] ?? "");
// As a window has it: the list stands open.
await client.items();
let ready = false;
client.watch((event) => {
  if (event.type === "changed") {
    const at = monotonicMs();
    const value = event.change.item === null ? null : current(event.change.item, "username");
    if (typeof value === "string") tell({ type: "seen", value, at });
  } else if (event.type === "status" && !ready && client.live.connected && event.status.current.phase === "up-to-date") {
    ready = true;
    tell({ type: "ready" });
  }
});
await client.live.start();
process.on("disconnect", () => process.exit(0));
