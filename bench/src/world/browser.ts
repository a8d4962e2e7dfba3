// The windows in a real browser, for what it measures itself: a profile of its own in a folder, and observers that are there before the page.

import { existsSync } from "node:fs";
import { type BrowserContext, chromium, type Page } from "playwright-core";

const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];

export interface Browser {
  readonly context: BrowserContext;
  readonly page: Page;
}

export async function openBrowser(profile: string, url: string): Promise<Browser> {
  const executablePath = process.env.CHROMIUM ?? places.find((place) => existsSync(place));
  if (executablePath === undefined) throw new Error("There is no Chromium here: install it, or name one in CHROMIUM");
  const context = await chromium.launchPersistentContext(profile, { executablePath, args: flags, viewport: { width: 1280, height: 800 } });
  await context.addInitScript(() => {
    const tasks: number[] = [];
    Reflect.set(globalThis, "longTasks", tasks);
    // Long Tasks API: what keeps the page's thread for more than 50 ms.
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
      type: "longtask",
      buffered: true,
    });
  });
  const page = context.pages()[0] ?? (await context.newPage());
  await page.goto(url);
  return { context, page };
}

/** The longest task of the page since this was asked last, in milliseconds; 0 where none took more than 50. */
export const longestTask = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const tasks: number[] = Reflect.get(globalThis, "longTasks");
    return Math.max(0, ...tasks.splice(0));
  });

/** Milliseconds from the moment at which the element of `gone` is away until one of `there` is in the page. Asked before either happens. */
export const timeBetween = (page: Page, gone: string, there: string): Promise<number> =>
  page.evaluate(
    ([from, to]) =>
      new Promise<number>((resolve) => {
        let begin: number | null = null;
        const look = (): void => {
          if (begin === null && document.querySelector(from) === null) begin = performance.now();
          if (begin === null || document.querySelector(to) === null) return;
          watcher.disconnect();
          resolve(performance.now() - begin);
        };
        const watcher = new MutationObserver(look);
        watcher.observe(document, { subtree: true, childList: true, attributes: true });
        look();
      }),
    [gone, there] as const,
  );

/** The longest time between two frames while the list is scrolled from its beginning to its end, in milliseconds. */
export const longestFrame = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const list = document.querySelector("[role=listbox]");
        if (list === null) return reject(new Error("there is no list"));
        const step = Math.max(40, list.scrollHeight / 240);
        let last: number | null = null;
        let longest = 0;
        const frame = (now: number): void => {
          if (last !== null) longest = Math.max(longest, now - last);
          last = now;
          if (list.scrollTop + list.clientHeight >= list.scrollHeight - 1) resolve(longest);
          else {
            list.scrollTop += step;
            requestAnimationFrame(frame);
          }
        };
        requestAnimationFrame(frame);
      }),
  );
