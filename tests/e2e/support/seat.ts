// Somebody at the windows: a real browser with a profile of its own, which is a device, and what a person does in it, found by the roles and
// names that the design promises. Whatever the page does that it may not (a fault, a breach of its policy, a question to somebody else) is
// kept, for a test to end by looking at it (sit.ts).

import type { BrowserContext, Locator, Page } from "playwright-core";
import { openProfile } from "./chromium.ts";
import { strangeName } from "./strange.ts";

export const mainPassword = "correct horse battery staple";

const lostMs = 120_000;

export const sizes = { wide: { width: 1280, height: 800 }, tablet: { width: 800, height: 1000 }, phone: { width: 390, height: 844 } };
export type Size = keyof typeof sizes;

export interface SeatOptions {
  readonly profile: string;
  readonly url: string;
  readonly size?: Size;
  readonly dark?: boolean;
  /** Shown before the first frame; as in `?language=`. */
  readonly language?: string;
  /** Without it the app is fetched from the server at every visit. */
  readonly serviceWorker?: false;
  /** A film that stands for what a camera sees. */
  readonly camera?: string;
}

export class Seat {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly size: Size;
  readonly #options: SeatOptions;
  readonly #faults: string[];

  private constructor(context: BrowserContext, page: Page, options: SeatOptions, faults: string[]) {
    this.context = context;
    this.page = page;
    this.size = options.size ?? "wide";
    this.#options = options;
    this.#faults = faults;
  }

  static async take(options: SeatOptions): Promise<Seat> {
    const size = options.size ?? "wide";
    const { camera } = options;
    const context = await openProfile(options.profile, {
      ...(camera === undefined ? {} : { flags: ["--use-fake-device-for-media-stream", `--use-file-for-fake-video-capture=${camera}`] }),
      viewport: sizes[size],
      hasTouch: size === "phone",
      colorScheme: options.dark === true ? "dark" : "light",
      permissions: ["clipboard-read", "clipboard-write", ...(camera === undefined ? [] : ["camera"])],
      serviceWorkers: options.serviceWorker === false ? "block" : "allow",
      reducedMotion: "reduce",
    });
    const faults: string[] = [];
    const own = new URL(options.url).origin;
    context.on("weberror", (event) => faults.push(event.error().message));
    context.on("console", (message) => {
      if (message.type() === "error" && !isOfNetwork(message.text())) faults.push(message.text());
    });
    context.on("request", (request) => {
      const { origin, protocol } = new URL(request.url());
      if (origin !== own && protocol !== "blob:" && protocol !== "data:") faults.push(`asked ${request.url()}`);
    });
    // Nothing takes this long but what never comes: a busy machine decides no test.
    context.setDefaultTimeout(lostMs);
    const page = context.pages()[0] ?? (await context.newPage());
    const seat = new Seat(context, page, options, faults);
    await seat.open();
    return seat;
  }

  get url(): string {
    return this.#options.url;
  }

  async open(): Promise<void> {
    const { url, language } = this.#options;
    await this.page.goto(language === undefined ? url : `${url}/?language=${language}`);
  }

  /** Another tab of the same browser. */
  async tab(): Promise<Seat> {
    const page = await this.context.newPage();
    const seat = new Seat(this.context, page, this.#options, this.#faults);
    await seat.open();
    return seat;
  }

  /** Closes the browser; its profile stays. */
  async leave(): Promise<void> {
    await this.context.close();
  }

  /** What the page did that it may not. */
  get faults(): readonly string[] {
    return this.#faults;
  }

  /** What the test itself has provoked is nobody's fault. */
  forgive(provoked: RegExp): void {
    const left = this.#faults.filter((fault) => !provoked.test(fault));
    this.#faults.splice(0, this.#faults.length, ...left);
  }

  /** An English name in the language of this seat; `whole`: it is all of the name. */
  said(name: string | RegExp, whole = true): { readonly name: string | RegExp; readonly exact?: true } {
    if (this.#options.language === "en-XA") return { name: strangeName(name, whole) };
    return { name, ...(whole && typeof name === "string" ? { exact: true } : {}) };
  }

  button(name: string | RegExp, within: Page | Locator = this.page): Locator {
    return within.getByRole("button", this.said(name));
  }

  box(name: string, within: Page | Locator = this.page): Locator {
    const { name: label, exact = false } = this.said(name);
    return within.getByLabel(label, { exact });
  }

  dialog(name: string): Locator {
    return this.page.getByRole("dialog", this.said(name));
  }

  /** Words that stand somewhere. */
  text(words: string | RegExp, within: Page | Locator = this.page): Locator {
    return within.getByText(this.said(words, false).name);
  }

  heading(name: string | RegExp): Locator {
    return this.page.getByRole("heading", this.said(name, false));
  }

  option(name: string | RegExp): Locator {
    return this.page.getByRole("listbox", this.said("Items")).getByRole("option", this.said(name, false));
  }

  get status(): Locator {
    return this.button(/^Synchronization/).first();
  }

  /** The list is there, and the vault with it. */
  async inside(): Promise<void> {
    await this.page.getByRole("listbox", this.said("Items")).or(this.text("Nothing here yet")).first().waitFor();
  }

  async upToDate(): Promise<void> {
    await this.button(/^Synchronization: Up to date/)
      .first()
      .waitFor();
  }

  /** The server has acknowledged what was saved of an item in the list. The corner may still say what was so before it was saved. */
  async sent(name: string): Promise<void> {
    await this.option(name)
      .filter({ hasNot: this.page.locator(".mark-wait") })
      .waitFor();
  }

  /** Makes an account and keeps the kit. The answer is its Secret Key. */
  async createAccount(account: string, password = mainPassword): Promise<string> {
    await this.button("Create account").click();
    const form = this.page.getByRole("form", this.said("Create account"));
    await this.box("Account", form).fill(account);
    await this.box("Main password", form).fill(password);
    await this.box("Repeat main password", form).fill(password);
    await this.button("Create account", form).click();
    return this.keepKit();
  }

  async keepKit(): Promise<string> {
    const kit = this.dialog("Emergency kit");
    await kit.waitFor();
    const secretKey = (await kit.getByText(/^HF1-/).first().innerText()).replace(/\s/g, "");
    await this.box("Last group of the Secret Key", kit).fill(secretKey.slice(secretKey.lastIndexOf("-") + 1));
    await this.button("Continue", kit).click();
    await kit.waitFor({ state: "detached" });
    return secretKey;
  }

  async signIn(account: string, secretKey: string, password = mainPassword): Promise<void> {
    await this.button("Sign in").click();
    const form = this.page.getByRole("form", this.said("Sign in"));
    await this.box("Account", form).fill(account);
    await this.box("Main password", form).fill(password);
    await this.box("Secret Key", form).fill(secretKey);
    await this.button("Sign in", form).click();
    await this.inside();
  }

  async unlock(password = mainPassword): Promise<void> {
    await this.box("Main password").fill(password);
    await this.button("Unlock").click();
    await this.inside();
  }

  async menu(entry: string): Promise<void> {
    await this.button("Application menu").click();
    await this.page.getByRole("menuitem", this.said(entry)).click();
  }

  async settings(section: string): Promise<void> {
    await this.menu("Settings");
    await this.dialog("Settings").getByRole("tab", this.said(section)).click();
  }

  /** Presses the check box that switches synchronization. `seen`: what is done before the settings are closed. */
  async flipSynchronization(seen: () => Promise<void> = async () => {}): Promise<void> {
    await this.settings("General");
    const box = this.dialog("Settings").getByRole("checkbox", this.said(/^Synchronize passwords and data/));
    const other = (await box.isChecked()) ? box.and(this.page.locator(":not(:checked)")) : box.and(this.page.locator(":checked"));
    await box.click();
    await other.waitFor();
    await seen();
    await this.page.keyboard.press("Escape");
  }

  /** Opens the list of a section: by the navigation, which on a phone stands in a sheet. `seen`: what is done with it open. */
  async section(name: string, seen: () => Promise<void> = async () => {}): Promise<void> {
    if (this.size === "phone") await this.page.getByRole("navigation", this.said("Main")).getByRole("button").first().click();
    const link = this.page.getByRole("navigation", this.said("Vault")).getByRole("link", this.said(name));
    await link.waitFor();
    await seen();
    await link.click();
  }

  async check(): Promise<void> {
    if (this.size === "phone") await this.button("Check").click();
    else await this.section("Password check");
  }

  async search(text: string): Promise<void> {
    await this.page.getByRole("searchbox", this.said("Search")).fill(text);
  }

  /** Puts away what messages stand there; they lie over the foot of the window for a while. */
  async dismiss(): Promise<void> {
    const dismiss = this.page.getByRole("button", this.said("Dismiss"));
    for (let left = await dismiss.count(); left > 0; left = await dismiss.count()) await dismiss.last().click();
  }

  async lock(): Promise<void> {
    await this.menu("Lock");
    await this.button("Unlock").waitFor();
  }

  /** Begins a new item of a kind and waits for its form. */
  async begin(kind: string): Promise<void> {
    await this.button("Add").click();
    await this.page.getByRole("menuitem", this.said(kind)).click();
    await this.box("Title").waitFor();
  }

  async fill(fields: Readonly<Record<string, string>>): Promise<void> {
    for (const [label, value] of Object.entries(fields)) await this.box(label).fill(value);
  }

  async save(): Promise<void> {
    await this.button("Save").click();
    await this.button("Edit").waitFor();
  }

  /** Changes fields of the item that is open. */
  async edit(fields: Readonly<Record<string, string>>): Promise<void> {
    await this.button("Edit").click();
    await this.fill(fields);
    await this.save();
  }

  async add(kind: string, fields: Readonly<Record<string, string>>): Promise<void> {
    await this.begin(kind);
    await this.fill(fields);
    await this.save();
  }

  async choose(name: string | RegExp): Promise<void> {
    await this.option(name).click();
    await this.page.getByRole("main").getByRole("heading", { level: 1 }).waitFor();
  }

  /** On a phone one goes back from an item to the list. */
  async toList(): Promise<void> {
    if (this.size === "phone") await this.button("Back").click();
  }
}

/** The browser says of every request that failed that it did; the windows say so better. */
const isOfNetwork = (text: string): boolean => /Failed to load resource|WebSocket connection to|net::ERR_/.test(text);
