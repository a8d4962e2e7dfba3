// Times as a person says them.

import { plural } from "./plural.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const dates = new Intl.DateTimeFormat("en", { dateStyle: "medium" });
const times = new Intl.DateTimeFormat("en", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

const isoForm = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;
const wholeDates = new Intl.DateTimeFormat("en", { dateStyle: "long", timeZone: "UTC" });
const months = new Intl.DateTimeFormat("en", { year: "numeric", month: "long", timeZone: "UTC" });

export const time = {
  /** A date, a month or a year of ISO 8601 in words; null where it is none. */
  iso: (value: string): string | null => {
    const [, year, month, date] = isoForm.exec(value) ?? [];
    if (year === undefined) return null;
    if (month === undefined) return year;
    const at = new Date(`${year}-${month}-${date ?? "01"}T00:00:00Z`);
    if (Number.isNaN(at.getTime()) || at.getUTCMonth() + 1 !== Number(month)) return null;
    return (date === undefined ? months : wholeDates).format(at);
  },
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
