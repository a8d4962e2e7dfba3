// The browser and the system that it runs on, as far as it says them: what a new device is called is made of them. Pure.

import type { Platform } from "@holdfast/ui";

const browsers: readonly (readonly [form: RegExp, name: string])[] = [
  [/\bEdg(?:A|iOS)?\//, "Edge"],
  [/\bOPR\//, "Opera"],
  [/\bFirefox\/|\bFxiOS\//, "Firefox"],
  [/Chrome\/|\bCriOS\//, "Chrome"],
  [/\bSafari\//, "Safari"],
];
const systems: readonly (readonly [form: RegExp, name: string])[] = [
  [/\biPhone\b/, "iPhone"],
  [/\biPad\b/, "iPad"],
  [/\bAndroid\b/, "Android"],
  [/\bWindows\b/, "Windows"],
  [/\bMac OS X\b/, "Mac"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bLinux\b/, "Linux"],
];

/** `agent`: as `navigator.userAgent` has it. */
export function browserName(agent: string): Platform["runsOn"] {
  const named = (among: typeof browsers): string | null => among.find(([form]) => form.test(agent))?.[1] ?? null;
  return { browser: named(browsers), system: named(systems) };
}
