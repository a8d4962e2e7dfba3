// Times as a person says them.

import { plural } from "./plural.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const dates = new Intl.DateTimeFormat("en", { dateStyle: "medium" });
const times = new Intl.DateTimeFormat("en", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

export const time = {
  /** How long ago `at` was, both milliseconds since 1970. */
  ago: (at: number, now: number): string => {
    const past = Math.max(0, now - at);
    if (past < minute) return "just now";
    if (past < hour) return `${Math.floor(past / minute)} min ago`;
    if (past < day) return `${Math.floor(past / hour)} h ago`;
    if (past < 30 * day) return plural(Math.floor(past / day), { one: "# day ago", other: "# days ago" });
    return dates.format(at);
  },
  date: (at: number): string => dates.format(at),
  /** As on a clock. */
  clock: (at: number): string => times.format(at),
  dateAndTime: (at: number): string => `${dates.format(at)}, ${times.format(at)}`,
  today: "Today",
  yesterday: "Yesterday",
};
