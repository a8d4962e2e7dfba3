// Draws the app's icons from the mark, by a real browser: `node tests/e2e/support/make-icons.ts`. Run it when the mark changes.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { chromiumPath } from "./chromium.ts";

const folder = join(import.meta.dirname, "../../../apps/web/public");
const mark = readFileSync(join(folder, "icon.svg"), "utf8").replace(/fill="[^"]*" color="[^"]*"/, 'fill="#EDB455" color="#F2F7F4"');
const ground = "#0A3D31";

/** `inside`: how much of the side the mark takes. A maskable icon may lose its outer fifth. */
const icons = [
  { name: "icon-192", size: 192, inside: 0.66, radius: 0.22 },
  { name: "icon-512", size: 512, inside: 0.66, radius: 0.22 },
  { name: "icon-maskable-512", size: 512, inside: 0.54, radius: 0 },
];

const browser = await chromium.launch({ executablePath: chromiumPath(), args: ["--no-sandbox"] });
for (const { name, size, inside, radius } of icons) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const box = `width:${size}px;height:${size}px;border-radius:${size * radius}px;background:${ground};display:grid;place-items:center`;
  const sized = mark.replace("<svg", `<svg width="${size * inside}" height="${size * inside}"`);
  await page.setContent(`<style>body{margin:0}</style><div style="${box}">${sized}</div>`);
  writeFileSync(join(folder, `${name}.png`), await page.screenshot({ omitBackground: true }));
  await page.close();
}
await browser.close();
