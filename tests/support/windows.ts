// The device host of a test's device, as its windows meet it: every event is kept, rows stand as a list would have them, and drafts lie in memory
// beside the device's own store.

import { randomBytes } from "node:crypto";
import { type Home, importWords } from "@holdfast/core";
import { checkOrigin } from "@holdfast/core/adapters/origin";
import type { DeviceEvent, DraftView, Form, OwnWords, Device as Port, Row, Stage } from "@holdfast/ui";
import { DeviceHost, type DraftStore, hostedDevice } from "@holdfast/ui/host";
import type { Device } from "./device.ts";
import { must } from "./device.ts";
import { password } from "./world.ts";

export class Windows {
  readonly host: DeviceHost;
  readonly port: Port;
  readonly events: DeviceEvent[] = [];
  readonly rows = new Map<string, Row>();
  /** What is written into the vault by itself. */
  words: OwnWords;
  readonly #device: Device;

  constructor(device: Device, drafts: DraftStore = memoryDrafts(), openHome: () => Promise<Home> = async () => device.home.another()) {
    this.#device = device;
    this.words = { deviceName: device.name, imports: importWords };
    this.host = new DeviceHost({
      openHome,
      drafts,
      loadMeter: async () => () => ({ score: 4, guesses: 11 }),
      originOf: (typed) => {
        const origin = checkOrigin(typed);
        return origin.ok ? origin.value : null;
      },
      words: async () => this.words,
    });
    this.port = hostedDevice(this.host);
  }

  async begin(): Promise<this> {
    await this.host.begin();
    await this.host.listen((event) => this.#hear(event));
    return this;
  }

  #hear(event: DeviceEvent): void {
    this.events.push(event);
    if (event.type !== "rows") return;
    if (event.reset) this.rows.clear();
    for (const row of event.rows) this.rows.set(row.id, row);
    for (const id of event.removed) this.rows.delete(id);
  }

  get stage(): Stage {
    return this.all("stage").at(-1)?.stage ?? { stage: "loading" };
  }

  all<Type extends DeviceEvent["type"]>(type: Type): readonly Extract<DeviceEvent, { readonly type: Type }>[] {
    return this.events.filter((event): event is Extract<DeviceEvent, { readonly type: Type }> => event.type === type);
  }

  /** As they were told last. */
  get drafts(): readonly DraftView[] {
    return this.all("drafts").at(-1)?.drafts ?? [];
  }

  get titles(): readonly string[] {
    return [...this.rows.values()].map(({ title }) => title).sort();
  }

  async signUp(): Promise<void> {
    const { server, account } = this.#device.world;
    must(await this.port.signUp({ server: server.origin, account, password, invitation: "" }));
    await this.settled();
  }

  async setupCode(): Promise<string> {
    const code = await this.port.setupCode(password);
    if (code === null) throw new Error("it is another password");
    return code;
  }

  async takeSetupCode(code: string): Promise<void> {
    must(await this.port.takeSetupCode({ code, password }));
  }

  async unlock(): Promise<void> {
    must(await this.port.unlock(password));
    await this.settled();
  }

  /** Everything goes out and comes in, and the windows have been told. */
  async synced(): Promise<void> {
    await this.port.synchronize();
    await this.settled();
  }

  /** The windows have been told of all that the vault holds. */
  async settled(): Promise<void> {
    const vault = this.host.opened();
    await vault.compare();
    await vault.tellDrafts(this.host.tell);
  }

  /** A new item, with these values in its form. */
  async add(kind: string, values: Readonly<Record<string, string>>): Promise<string> {
    const opened = await this.port.form({ kind, key: randomBytes(16).toString("hex") });
    if (opened === null) throw new Error("there is no such kind");
    return must(await this.port.save(filled(opened.form, values))).id;
  }

  async form(id: string): Promise<Form> {
    const opened = await this.port.form({ id });
    if (opened === null) throw new Error("there is no such item");
    return opened.form;
  }
}

/** The form after somebody has typed these values, by path. */
export const filled = (form: Form, values: Readonly<Record<string, string>>): Form => ({
  ...form,
  fields: form.fields.map((field) => ({ ...field, value: values[field.path] ?? field.value })),
});

export function memoryDrafts(): DraftStore & { readonly kept: Map<string, Uint8Array> } {
  const kept = new Map<string, Uint8Array>();
  return {
    kept,
    all: async () => [...kept].map(([key, sealed]) => ({ key, sealed })),
    put: async (key, sealed) => void kept.set(key, sealed),
    remove: async (key) => void kept.delete(key),
    clear: async () => kept.clear(),
  };
}
