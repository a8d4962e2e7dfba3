// One device for all tabs: the tab that holds the lock runs the device host, and the others speak to it over a channel. When the holder
// goes, the next one looks what lies here and asks again what was not answered: saves go by the key of their form, so that asking twice
// makes one edit. Keys never cross from tab to tab, so the next holder finds the vault locked. A tab of another build is not spoken to: who holds
// the device is all that builds tell each other (decision 0031).

import type { Device, DeviceEvent, OwnWords, Stage } from "../device/port.ts";
import {
  type Call,
  type Calls,
  type ChannelMessage,
  type CommonMessage,
  heardBy,
  isForTheOpenVault,
  type TabMessage,
  Waiting,
} from "./tab-messages.ts";

/** What tabs of one origin share. */
export interface Tabs {
  /** Names this tab among the others. */
  readonly own: string;
  /** Names the build that this tab runs: those with one name understand each other. */
  readonly build: string;
  post(message: ChannelMessage): void;
  /** Calls with what the others post, whatever it is. */
  listen(heard: (message: unknown) => void): void;
  /** One lock for all builds. Waits for the lock, or takes it from whoever has it; `held` until `lost`. */
  hold(options: { readonly steal: boolean; readonly held: () => void; readonly lost: () => void }): void;
  /** Milliseconds from now. */
  later(wait: number, work: () => void): void;
}

/** A host of the vault on this device and what windows ask of it. */
export interface Hosting {
  readonly device: Device;
  begin(): Promise<void>;
  /** Tells everything there is to tell, and then whatever happens. */
  listen(listener: (event: DeviceEvent) => void): Promise<void>;
  /** Tells everything there is to tell, once. */
  replay(listener: (event: DeviceEvent) => void): Promise<void>;
  end(): Promise<void>;
}

/** How long a holder may be silent before it is asked whether it lives, and then before its place is taken: a frozen tab answers nothing. */
const silenceMs = 3_000;

export class SharedDevice {
  readonly #tabs: Tabs;
  readonly #make: (words: () => Promise<OwnWords>) => Hosting;
  /** In the language of this tab's windows, once they listen. */
  readonly #words = Promise.withResolvers<OwnWords>();
  readonly #waiting = new Waiting();
  #hosting: Hosting | null = null;
  #listener: (event: DeviceEvent) => void = () => {};
  /** Whether other tabs want to hear what happens. */
  #heard = false;
  /** Rises with every word of the holder's. */
  #signs = 0;
  #looking = false;
  /** Whether the vault was open when its holder went. */
  #wasOpen = false;
  #stage: Stage["stage"] = "loading";

  constructor(tabs: Tabs, make: (words: () => Promise<OwnWords>) => Hosting) {
    this.#tabs = tabs;
    this.#make = make;
    tabs.listen((heard) => this.#hear(heardBy(tabs.build, heard)));
    this.#queue(false);
    this.#greet();
    this.#look();
  }

  /** What the windows of this tab speak to. */
  readonly device = new Proxy({} as Device, {
    // A promise it is not, though whoever carries it may ask.
    get: (_, name) => {
      if (name === "then" || typeof name !== "string") return undefined;
      if (name === "listen") return this.#listen;
      if (name === "takeOver") return this.#takeOver;
      return (...given: readonly unknown[]) => this.#call({ name: name as Calls, given });
    },
  });

  readonly #listen = async (listener: (event: DeviceEvent) => void, words: OwnWords): Promise<void> => {
    this.#listener = listener;
    this.#words.resolve(words);
    if (this.#hosting !== null) await this.#hosting.replay(listener);
    else if (this.#stage === "other-version") listener({ type: "stage", stage: { stage: "other-version" } });
    else this.#greet();
  };

  /** By the person's word, from a tab of another build, which keeps what was typed there and hears who holds it now. */
  readonly #takeOver = async (): Promise<void> => {
    if (this.#hosting === null) this.#queue(true);
  };

  /** Whether this tab's place among the others is still the one that `hosting` was made for. */
  #holds(hosting: Hosting): boolean {
    return this.#hosting === hosting;
  }

  /** Whoever holds the device tells this tab all there is, or, of another build, that it does. */
  #greet(): void {
    this.#post({ type: "hello", from: this.#tabs.own });
    this.#say("ping");
  }

  #post(message: TabMessage): void {
    this.#tabs.post({ of: this.#tabs.build, message });
  }

  #say(type: CommonMessage["type"]): void {
    this.#tabs.post({ type, build: this.#tabs.build });
  }

  #call(call: Call): Promise<unknown> {
    if (this.#hosting !== null && this.#mayPass(call)) return perform(this.#hosting, call);
    return new Promise((resolve, reject) => {
      const number = this.#waiting.add({ ...call, resolve, reject });
      if (this.#hosting !== null) return;
      this.#post({ type: "call", from: this.#tabs.own, number, ...call });
      this.#look();
    });
  }

  /** What a person typed waits for the vault to open rather than be lost to a lock that came at the same moment. */
  #mayPass(call: Call): boolean {
    return this.#stage !== "locked" || !isForTheOpenVault(call);
  }

  // As the holder

  /** Asks for the lock. Of two requests of this tab the later may be given it before the earlier hears that it was lost: each ends its own hosting. */
  #queue(steal: boolean): void {
    let hosting: Hosting | null = null;
    const held = (): void => {
      const before = this.#hosting;
      hosting = this.#make(() => this.#words.promise);
      this.#hosting = hosting;
      void this.#hold(hosting, before);
    };
    this.#tabs.hold({ steal, held, lost: () => void this.#lose(hosting) });
  }

  async #hold(hosting: Hosting, before: Hosting | null): Promise<void> {
    // One home over the database at a time.
    await before?.end();
    if (!this.#holds(hosting)) return;
    this.#wasOpen = this.#stage === "open";
    await hosting.begin();
    // What it has opened since it was told to end is closed.
    if (!this.#holds(hosting)) return hosting.end();
    await hosting.listen((event) => this.#tell(event));
    if (!this.#holds(hosting)) return hosting.end();
    this.#say("holder");
    this.#askAgain(hosting);
  }

  async #lose(hosting: Hosting | null): Promise<void> {
    const holds = hosting !== null && this.#holds(hosting);
    if (holds) this.#hosting = null;
    // Where this tab holds it by another request, nothing is to be waited for.
    if (this.#hosting === null) {
      this.#queue(false);
      // Whoever took it has said so before this tab had lost it.
      this.#greet();
    }
    if (holds) await hosting.end();
  }

  #tell(event: DeviceEvent): void {
    const said = this.#said(event);
    this.#listener(said);
    if (this.#heard) this.#post({ type: "event", to: null, event: said });
    if (said.type === "stage") this.#staged(said);
  }

  /** A vault that was open in another tab and is locked now: the person hears why. */
  #said(event: DeviceEvent): DeviceEvent {
    if (event.type !== "stage" || event.stage.stage !== "locked" || !this.#wasOpen) return event;
    return { type: "stage", stage: { ...event.stage, holderGone: true } };
  }

  #staged({ stage }: Extract<DeviceEvent, { readonly type: "stage" }>): void {
    this.#stage = stage.stage;
    if (stage.stage === "open") this.#wasOpen = false;
    if (stage.stage === "locked" || stage.stage === "loading") return;
    if (this.#hosting !== null) this.#askAgain(this.#hosting);
    else this.#askHolder();
  }

  /** What was not answered by the last holder. What needs the open vault, and is somebody's work, waits until it is open again. */
  #askAgain(hosting: Hosting): void {
    for (const { resolve, reject, ...call } of this.#waiting.take((call) => this.#mayPass(call))) {
      perform(hosting, call).then(resolve, reject);
    }
  }

  // Between tabs

  #hear(message: CommonMessage | TabMessage | null): void {
    if (message === null) return;
    switch (message.type) {
      case "hello":
        void this.#welcome(message.from);
        return;
      case "call":
        void this.#answer(message);
        return;
      case "ping":
        if (this.#hosting !== null) this.#say("pong");
        return;
      case "pong":
      case "holder":
        this.#signs += 1;
        if (message.build !== this.#tabs.build) this.#standApart();
        else if (message.type === "holder") this.#meet();
        return;
      case "answer":
        this.#signs += 1;
        if (message.to === this.#tabs.own) this.#waiting.settle(message);
        return;
      case "event":
        this.#signs += 1;
        if (this.#hosting !== null || (message.to !== null && message.to !== this.#tabs.own)) return;
        this.#listener(message.event);
        if (message.event.type === "stage") this.#staged(message.event);
    }
  }

  async #welcome(from: string): Promise<void> {
    if (this.#hosting === null) return;
    this.#heard = true;
    await this.#hosting.replay((event) => this.#post({ type: "event", to: from, event }));
  }

  async #answer({ from: to, number, name, given }: Extract<TabMessage, { readonly type: "call" }>): Promise<void> {
    // Asked again when the vault is open.
    if (this.#hosting === null || !this.#mayPass({ name, given })) return;
    const post = this.#post.bind(this);
    await perform(this.#hosting, { name, given }).then(
      (value) => post({ type: "answer", to, number, done: true, value }),
      () => post({ type: "answer", to, number, done: false }),
    );
  }

  /** There is a new holder: it hears of this tab, and is asked what the last one did not answer. */
  #meet(): void {
    if (this.#hosting !== null) return;
    this.#post({ type: "hello", from: this.#tabs.own });
    this.#askHolder();
  }

  /** A tab of another build holds the device. What waits here waits on, for this tab's own turn. */
  #standApart(): void {
    if (this.#hosting !== null || this.#stage === "other-version") return;
    this.#stage = "other-version";
    // Were there one of this build by now, it would say so.
    this.#post({ type: "hello", from: this.#tabs.own });
    this.#listener({ type: "stage", stage: { stage: "other-version" } });
  }

  #askHolder(): void {
    for (const { number, name, given } of this.#waiting.all()) {
      this.#post({ type: "call", from: this.#tabs.own, number, name, given });
    }
  }

  /** As long as a call waits, or nothing has been told: asks a silent holder whether it lives, and takes its place where it does not. */
  #look(): void {
    if (this.#looking) return;
    this.#looking = true;
    const signs = this.#signs;
    const wanting = (): boolean => this.#hosting === null && (!this.#waiting.empty || this.#stage === "loading");
    const silent = (): boolean => wanting() && this.#signs === signs;
    const end = (): void => {
      this.#looking = false;
      if (wanting()) this.#look();
    };
    this.#tabs.later(silenceMs, () => {
      if (!silent()) return end();
      this.#say("ping");
      this.#tabs.later(silenceMs, () => {
        if (silent()) this.#queue(true);
        end();
      });
    });
  }
}

/** A call of the port by its name; rejects where it fails, or where there is none of this name. */
async function perform({ device }: Hosting, { name, given }: Call): Promise<unknown> {
  if (!Object.hasOwn(device, name)) throw new Error("no call of the port");
  const call = device[name] as (...given: readonly unknown[]) => Promise<unknown>;
  return call(...given);
}
