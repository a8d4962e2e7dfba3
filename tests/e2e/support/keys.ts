// Somebody who has no mouse: everything by keys, and wherever the focus goes, it can be seen. A page in which something was pressed otherwise
// is found out at the end of the test.

import { expect, onTestFinished } from "vitest";
import type { Seat } from "./seat.ts";
import { soon } from "./sit.ts";

/** More stops than any window has. */
const stops = 120;

/** What has the focus, and how it is seen. `name`: empty where nothing has it. */
interface Stop {
  readonly name: string;
  /** Why it can't be seen; null where it can. */
  readonly unseen: string | null;
}

type Name = string | RegExp;

export class Keys {
  readonly seat: Seat;
  /** Until the first key the focus is where a pointer has left it, which shows no ring. */
  #begun = false;

  private constructor(seat: Seat) {
    this.seat = seat;
  }

  /** Takes the mouse away from whoever sits there. */
  static async of(seat: Seat): Promise<Keys> {
    let pressed = 0;
    await seat.page.exposeFunction("pressed", () => pressed++);
    await seat.page.evaluate(() => addEventListener("pointerdown", () => Reflect.get(globalThis, "pressed")(), true));
    onTestFinished(() => expect(pressed, "pressed with a pointer").toBe(0));
    return new Keys(seat);
  }

  async here(): Promise<string> {
    return (await this.#stop()).name;
  }

  #stop(): Promise<Stop> {
    return this.seat.page.evaluate(look);
  }

  /** The focus comes to what is called so, by itself. */
  async comes(name: Name): Promise<void> {
    await soon(() => this.here()).toMatch(typeof name === "string" ? exactly(name) : name);
    await this.seen();
  }

  async seen(): Promise<string> {
    const { name, unseen } = await this.#stop();
    if (this.#begun) expect(unseen, `the focus on “${name}”`).toBe(null);
    return name;
  }

  async hit(key: string): Promise<void> {
    this.#begun = true;
    await this.seat.page.keyboard.press(key);
  }

  async type(text: string): Promise<void> {
    await this.seat.page.keyboard.type(text);
  }

  /** Presses Tab until the focus is on what is called so. */
  async to(name: Name, key = "Tab"): Promise<void> {
    const wanted = typeof name === "string" ? exactly(name) : name;
    const passed: string[] = [];
    for (let i = 0; i < stops; i++) {
      const here = await this.seen();
      if (wanted.test(here)) return;
      passed.push(here);
      await this.hit(key);
    }
    throw new Error(`no way by ${key} to ${name}: ${passed.join(" > ")}`);
  }

  /** Goes there and presses it. */
  async press(name: Name, { key = "Enter", by = "Tab" } = {}): Promise<void> {
    await this.to(name, by);
    await this.hit(key);
  }

  /** Goes there and types instead of what stands there. */
  async fill(name: Name, text: string): Promise<void> {
    await this.to(name);
    await this.hit("Control+a");
    await this.type(text);
  }

  /** Once around by Tab: every stop can be seen, none holds the focus, and nothing that can be pressed is left out. */
  async around(): Promise<void> {
    const { page } = this.seat;
    await page.evaluate(() => Reflect.set(globalThis, "passed", []));
    for (let i = 0; i < stops; i++) {
      await this.seen();
      const place = await page.evaluate(() => {
        const passed: Element[] = Reflect.get(globalThis, "passed");
        const at = document.activeElement ?? document.body;
        if (at === passed.at(-1)) return "held";
        return passed.includes(at) ? "round" : passed.push(at);
      });
      if (place === "held") throw new Error(`the focus is held by ${await this.here()}`);
      if (place === "round") return expect(await page.evaluate(leftOut)).toEqual([]);
      await this.hit("Tab");
    }
    throw new Error("no end of stops");
  }

  /** Moves with the arrows within one stop: a menu, sections, a choice. */
  async arrowTo(name: Name, key = "ArrowDown"): Promise<void> {
    const wanted = typeof name === "string" ? exactly(name) : name;
    for (let i = 0; i < 30; i++) {
      if (wanted.test(await this.seen())) return;
      await this.hit(key);
    }
    throw new Error(`no way by ${key} to ${name}`);
  }

  /** Opens the menu behind a button, and chooses from it. */
  async choose(button: string, entry: string): Promise<void> {
    await this.press(button);
    await this.seat.page.getByRole("menu").waitFor();
    await this.arrowTo(entry);
    await this.hit("Enter");
  }
}

const exactly = (name: string): RegExp => new RegExp(`^${name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`);

/** Runs in the page: what can be pressed and was not passed on the way around. Of a group of radios one is a stop. */
function leftOut(): readonly string[] {
  const passed: readonly Element[] = Reflect.get(globalThis, "passed");
  const groups = new Set(passed.flatMap((one) => (one instanceof HTMLInputElement && one.type === "radio" ? [one.name] : [])));
  return [...document.querySelectorAll<HTMLElement>("a[href], button, input, select, textarea, [tabindex]")]
    .filter((one) => one.tabIndex >= 0 && !one.matches(":disabled") && one.checkVisibility() && !passed.includes(one))
    .filter((one) => one.closest("[inert], [aria-hidden=true]") === null)
    .filter((one) => !(one instanceof HTMLInputElement && one.type === "radio" && groups.has(one.name)))
    .map((one) => one.outerHTML.slice(0, 200));
}

/** Runs in the page. */
function look(): Stop {
  const element = document.activeElement;
  if (!(element instanceof HTMLElement) || element === document.body) return { name: "", unseen: null };
  const told = (part: Element | null): string => {
    const copy = part?.cloneNode(true);
    if (!(copy instanceof Element)) return "";
    for (const silent of copy.querySelectorAll("[aria-hidden=true]")) silent.remove();
    return (copy.textContent ?? "").trim();
  };
  const labelledBy = (element.getAttribute("aria-labelledby") ?? "").split(" ").map((id) => told(document.getElementById(id)));
  const labels = "labels" in element ? [...((element.labels as NodeListOf<HTMLElement> | null) ?? [])].map(told) : [];
  const name =
    element.getAttribute("aria-label") ?? [labelledBy.join(" ").trim(), labels.join(" ").trim(), told(element)].find((one) => one !== "");
  // A window that has just opened is seen as a whole.
  const whole = element.matches("[role=dialog], [role=alertdialog]");
  return { name: name ?? "", unseen: whole || ringed(element) ? reached(element) : "no ring" };

  /** A ring in the colour of the focus, around it or around what stands for it. */
  function ringed(of: HTMLElement): boolean {
    const probe = document.createElement("i");
    document.body.append(probe);
    probe.style.setProperty("color", "var(--focus)");
    const colour = getComputedStyle(probe).color;
    probe.remove();
    const active = of.getAttribute("aria-activedescendant");
    const around = [of, active === null ? null : document.getElementById(active), of.closest("label"), of.closest(".box")];
    return around.some((part) => {
      if (part === null) return false;
      const { outlineStyle, outlineWidth, outlineColor, boxShadow } = getComputedStyle(part);
      const outline = outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2 && outlineColor === colour;
      return outline || boxShadow.includes(colour);
    });
  }

  /** It lies in the window, and nothing lies over all of it. */
  function reached(of: HTMLElement): string | null {
    const holder = of.closest("label") ?? of;
    const { left, top, right, bottom } = holder.getBoundingClientRect();
    if (right <= 0 || bottom <= 0 || left >= innerWidth || top >= innerHeight) return "out of sight";
    const points = [0.1, 0.5, 0.9].flatMap((x) =>
      [0.1, 0.5, 0.9].map((y) => [left + (right - left) * x, top + (bottom - top) * y] as const),
    );
    const free = points.some(([x, y]) => {
      const at = document.elementFromPoint(x, y);
      return at !== null && (holder.contains(at) || at.contains(holder));
    });
    return free ? null : "covered";
  }
}
