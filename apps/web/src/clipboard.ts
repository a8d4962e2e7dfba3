// The clipboard: what is copied goes off it again after half a minute, where the browser lets us. It lets a page write only while it has the
// focus, so what was not cleared in time is cleared when the page is looked at again.

import type { Platform } from "@holdfast/ui";

const keptMs = 30_000;

let clear: (() => void) | null = null;

export const copyToClipboard: Platform["copy"] = async (text) => {
  try {
    await write(text);
  } catch {
    return false;
  }
  clear?.();
  clear = clearLater();
  return true;
};

/** Some browsers allow writing only within the person's own gesture, and take a promise for what takes longer. */
async function write(text: () => Promise<string | null>): Promise<void> {
  const asked = text().then((value) => {
    if (value === null) throw new Error("there is nothing to copy");
    return new Blob([value], { type: "text/plain" });
  });
  await navigator.clipboard.write([new ClipboardItem({ "text/plain": asked })]);
}

function clearLater(): () => void {
  const end = (): void => {
    clearTimeout(timer);
    removeEventListener("focus", wipe);
  };
  const wipe = (): void => {
    navigator.clipboard.writeText("").then(end, () => addEventListener("focus", wipe, { once: true }));
  };
  const timer = setTimeout(wipe, keptMs);
  return end;
}
