// holdfast sync --watch: this device kept synchronized in the foreground, and one JSON line for each thing that happens, until the process
// is asked to stop. Values stand there only with --show.

import { type ClientEvent, current, type ItemChange, type Status, statusText } from "@holdfast/core";
import { flag } from "./arguments.ts";
import type { Context } from "./command.ts";
import { done, type Exit } from "./exit.ts";
import { shownValue, titleOf } from "./item-view.ts";
import { jsonText } from "./json-text.ts";
import type { Opened } from "./open.ts";

/** The names of devices change seldom; one that is new is looked up. */
type NameOf = (device: string) => string | null;

export async function watch(context: Context, { client, home }: Opened): Promise<Exit> {
  const { terminal } = context;
  const show = flag(context.args, "show");
  let names = await client.deviceNames();
  /** Lines in their order, also where one has to wait for a name. */
  let lines: Promise<void> = Promise.resolve();
  let said = "";
  const write = (event: ClientEvent) => {
    if (event.type === "touched") return;
    lines = lines.then(async () => {
      if (event.type === "changed" && event.change.device !== null && !names.has(event.change.device)) names = await client.deviceNames();
      const view = viewOf(event, { show, now: home.environment.clock.now(), nameOf: (device) => names.get(device) ?? null });
      const line = jsonText(view);
      // A status that says the same again is no event.
      if (event.type === "status" && line === said) return;
      if (event.type === "status") said = line;
      terminal.write(`${line}\n`);
    });
  };
  const stopped = terminal.stopped();
  const unwatch = client.watch(write);
  await client.live.start();
  await stopped;
  await client.live.stop();
  unwatch();
  await lines;
  return done;
}

interface Shown {
  readonly show: boolean;
  readonly now: number;
  readonly nameOf: NameOf;
}

export const viewOf = (event: Exclude<ClientEvent, { readonly type: "touched" }>, shown: Shown) =>
  event.type === "status" ? statusLine(event.status, shown.now) : changeLine(event.change, shown);

function statusLine({ current, waiting }: Status, now: number) {
  return { event: "status", phase: current.phase, waiting, text: statusText(current, now) };
}

function changeLine({ id, item, paths, device, at }: ItemChange, { show, nameOf }: Shown) {
  return {
    event: "changed",
    id,
    title: item === null ? null : titleOf(item),
    paths,
    device: device === null ? null : nameOf(device),
    at: at === null ? null : new Date(at).toISOString(),
    ...(show && item !== null ? { values: Object.fromEntries(paths.map((path) => [path, shownValue(path, current(item, path))])) } : {}),
  };
}
