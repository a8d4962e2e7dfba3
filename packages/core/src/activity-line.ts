// A line of the activity log as it is kept: facts by id and code, never a value and never a title, which are found when it is read.
// Bounded, and parsed like a stranger's when it comes back from the disk.

import { type Bytes, decode, encode, shape } from "@holdfast/protocol";
import type { ItemChange } from "./item-changes.ts";

const { list, nullable, record, text, uint } = shape;

/** Items that one line names, and paths of each; what is beyond is counted. */
const mostItems = 20;
const mostPaths = 20;
const longestPath = 200;

const whole: shape.Shape<number> = {
  schema: "int",
  parse: (value) => {
    if (typeof value === "number" && Number.isSafeInteger(value)) return value;
    throw new shape.Malformed("expected an integer");
  },
};

/**
 * `event`: what happened, one of `activityEvents` or one of a later version. `device`: who made the change, hex. `reason`: a fixed code.
 * `count`: how many items (or minutes) it is about; `items` names the first of them, `what` as in ItemChange.
 */
export const activityLine = record({
  at: whole,
  event: text(1, 40),
  device: nullable(text(32, 32)),
  reason: nullable(text(0, 200)),
  count: uint(),
  items: list(record({ id: text(32, 32), what: text(0, 20), paths: list(text(1, longestPath), mostPaths) }), mostItems),
});
export type ActivityLine = shape.TypeOf<typeof activityLine>;

export const activityEvents = [
  "received",
  "sent",
  "restored",
  "failed",
  "attention",
  "sign-in-needed",
  "refused",
  "clock-off",
  "setup-code-shown",
  "kit-shown",
] as const;
export type ActivityEvent = (typeof activityEvents)[number];

/** Above this a line is kept without its paths: sealed and padded it would come near what the store takes. */
const longestLine = 12 * 1024;

export function encodeLine(line: ActivityLine): Bytes {
  const whole = encode(activityLine, line);
  if (whole.length <= longestLine) return whole;
  return encode(activityLine, { ...line, items: line.items.map((item) => ({ ...item, paths: [] })) });
}

/** The line, or null for bytes that are none. */
export function decodeLine(bytes: Bytes): ActivityLine | null {
  const line = decode(activityLine, bytes);
  return line.ok ? line.value : null;
}

export const plainLine = (at: number, event: ActivityEvent, more: Partial<Omit<ActivityLine, "at" | "event">> = {}): ActivityLine => ({
  at: Math.trunc(at),
  event,
  device: null,
  reason: null,
  count: 0,
  items: [],
  ...more,
});

/** Changes of one device up to this many have a line each; more of them share one. */
const linesEach = 5;

/** The lines for what came in with one run. */
export function receivedLines(at: number, changes: readonly ItemChange[]): readonly ActivityLine[] {
  const byDevice = Map.groupBy(changes, ({ device }) => device);
  return [...byDevice].flatMap(([device, made]) => {
    const line = (of: readonly ItemChange[]) =>
      plainLine(at, "received", { device, count: of.length, items: of.slice(0, mostItems).map(named) });
    return made.length <= linesEach ? made.map((change) => line([change])) : [line(made)];
  });
}

const named = ({ id, what, paths }: ItemChange): ActivityLine["items"][number] => ({
  id,
  what,
  paths: paths.filter((path) => path.length > 0 && path.length <= longestPath).slice(0, mostPaths),
});

/** The line for what went out; `ids` in hex. */
export const sentLine = (at: number, ids: readonly string[]): ActivityLine =>
  plainLine(at, "sent", { count: ids.length, items: ids.slice(0, mostItems).map((id) => ({ id, what: "", paths: [] })) });
