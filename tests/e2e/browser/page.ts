// A page that hands the client to a test: what a window would ask of it, over the same adapters, and nothing that shows.

import { type Client, current, parseSetupCode, signIn, signUp, unlock } from "@holdfast/core";
import { openWebHome } from "@holdfast/core/adapters/web-home";
import { accountName } from "@holdfast/protocol";

export interface InPage {
  signUp(account: string, password: string): Promise<string>;
  useSetupCode(code: string, password: string): Promise<string>;
  unlock(password: string): Promise<string>;
  kit(): Promise<{ readonly secretKey: string; readonly setupCode: string }>;
  add(title: string): Promise<string>;
  rename(id: string, title: string): Promise<void>;
  titles(): Promise<readonly string[]>;
  synchronize(): Promise<string>;
  /** Begins to keep itself up to date, and resolves when the server tells of commits as they come. */
  goLive(): Promise<void>;
}

const home = () => openWebHome("holdfast");
let client: Client | null = null;

function opened(
  outcome: { readonly ok: true; readonly value: Client } | { readonly ok: false; readonly error: { readonly type: string } },
) {
  if (!outcome.ok) return outcome.error.type;
  client = outcome.value;
  return "open";
}

function open(): Client {
  if (client === null) throw new Error("nothing is unlocked");
  return client;
}

const page: InPage = {
  async signUp(account, password) {
    const name = accountName(account);
    if (name === null) return "no-name";
    return opened(await signUp(home(), { origin: location.origin, account: name, password, deviceName: "Browser" }));
  },
  async useSetupCode(code, password) {
    const ours = home();
    const setupCode = await parseSetupCode(ours.environment.crypto, code);
    if (!setupCode.ok) return setupCode.error.type;
    return opened(await signIn(ours, { credentials: { setupCode: setupCode.value }, password, deviceName: "Browser" }));
  },
  unlock: async (password) => opened(await unlock(home(), password)),
  kit: () => open().kit(),
  async add(title) {
    const added = await open().add({ kind: "login", edit: new Map([["title", title]]) });
    if (!added.ok) throw new Error(added.error.type);
    return added.value.id;
  },
  async rename(id, title) {
    const edited = await open().edit(id, new Map([["title", title]]));
    if (!edited.ok) throw new Error(edited.error.type);
  },
  titles: async () => (await open().items()).map(({ item }) => String(current(item, "title"))).sort(),
  synchronize: async () => (await open().synchronize()).end.type,
  async goLive() {
    const { live } = open();
    const connected = new Promise<void>((resolve) => {
      const stop = open().watch(() => {
        if (!live.connected) return;
        stop();
        resolve();
      });
    });
    await live.start();
    await connected;
  },
};

Object.assign(globalThis, { page });
