// What a new device is called until a person names it: the browser and the system it runs on, as far as it says them. Pure.

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
export function browserName(agent: string): string {
  const named = (among: typeof browsers): string | undefined => among.find(([form]) => form.test(agent))?.[1];
  const [browser, system] = [named(browsers) ?? "Browser", named(systems)];
  return system === undefined ? browser : `${browser} on ${system}`;
}
