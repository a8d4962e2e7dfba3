// The device behind the windows: it owns the home of a vault on this device, opens and locks it, and answers what the windows ask. One for
// each device at a time (shared-device.ts sees to it). What needs an open vault is open-vault.ts's and editing.ts's to do.

import {
  type Client,
  type Home,
  isLongEnough,
  judgeMainPassword,
  kitKept,
  type PasswordMeter,
  parseInvitation,
  parseSecretKey,
  parseSetupCode,
  type SignInFailure,
  StoreProblem,
  setEnabled,
  signIn,
  signUp,
  unlock,
} from "@holdfast/core";
import { accountName, err, ok, type Result, toHex } from "@holdfast/protocol";
import type { Device, DeviceEvent, OwnWords, Stage } from "../device/port.ts";
import type { DraftStore } from "./drafts.ts";
import { IdleLock } from "./idle-lock.ts";
import { lockedStatus } from "./locked-status.ts";
import { OpenVault } from "./open-vault.ts";
import { signOutTrouble } from "./sign-out-trouble.ts";

export interface DeviceHostOptions {
  readonly openHome: () => Promise<Home>;
  readonly drafts: DraftStore;
  /** Loaded when a password is first judged. */
  readonly loadMeter: () => Promise<PasswordMeter>;
  /** The address of a server as a person types it, made exact; null where it is none. */
  readonly originOf: (typed: string) => string | null;
  /** What is written into the vault by itself, once windows have told their language. */
  readonly words: () => Promise<OwnWords>;
}

type Given<Name extends keyof Device> = Parameters<Device[Name]>;
type Answer<Name extends keyof Device> = ReturnType<Device[Name]>;

const itemIdBytes = 16;

export class DeviceHost {
  readonly #options: DeviceHostOptions;
  readonly #listeners = new Set<(event: DeviceEvent) => void>();
  readonly #idle = new IdleLock(() => void this.lock());
  #home: Home | null = null;
  #vault: OpenVault | null = null;
  #stage: Stage = { stage: "loading" };
  #status: Extract<DeviceEvent, { type: "status" }> | null = null;
  #justMade = false;
  /** Opening and locking go one after the other. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: DeviceHostOptions) {
    this.#options = options;
  }

  /** Looks what is here. */
  begin(): Promise<void> {
    return this.#next(() => this.#look());
  }

  async listen(listener: (event: DeviceEvent) => void): Promise<void> {
    this.#listeners.add(listener);
    await this.replay(listener);
  }

  /** Tells all there is to tell at this moment, for somebody who begins to hear. */
  async replay(listener: (event: DeviceEvent) => void): Promise<void> {
    listener({ type: "stage", stage: this.#stage });
    if (this.#status !== null) listener(this.#status);
    const vault = this.#vault;
    if (vault === null) return;
    await vault.shelf.replay(listener);
    if (this.#vault !== vault) return;
    await vault.tellDrafts(listener);
  }

  unlisten(listener: (event: DeviceEvent) => void): void {
    this.#listeners.delete(listener);
  }

  readonly tell = (event: DeviceEvent): void => {
    if (event.type === "stage") this.#stage = event.stage;
    if (event.type === "status") this.#status = event;
    for (const listener of [...this.#listeners]) listener(event);
  };

  // Before the vault

  async signUp({ server, account, password, invitation }: Given<"signUp">[0]): Answer<"signUp"> {
    const origin = this.#options.originOf(server);
    const name = accountName(account);
    const invited = invitation.trim() === "" ? null : parseInvitation(invitation);
    if (origin === null) return err({ type: "bad-server" });
    if (name === null) return err({ type: "bad-account" });
    if (invited === null && invitation.trim() !== "") return err({ type: "bad-invitation" });
    return this.#next(async () => {
      const { deviceName } = await this.#options.words();
      const given = {
        origin,
        account: name,
        password,
        deviceName,
        kitOwed: true as const,
        ...(invited === null ? {} : { invitation: invited }),
      };
      const made = await signUp(await this.home(), given);
      if (!made.ok) return made;
      await this.#open(made.value);
      this.#justMade = true;
      return ok(undefined);
    });
  }

  async signIn({ server, account, password, secretKey }: Given<"signIn">[0]): Answer<"signIn"> {
    const origin = this.#options.originOf(server);
    const name = accountName(account);
    const key = await parseSecretKey((await this.home()).environment.crypto, secretKey);
    if (origin === null) return err({ type: "bad-server" });
    if (name === null) return err({ type: "bad-account" });
    if (!key.ok) return err({ type: "bad-secret-key" });
    return this.#signIn({ origin, account: name, secretKey: key.value }, password);
  }

  async takeSetupCode({ code, password }: Given<"takeSetupCode">[0]): Answer<"takeSetupCode"> {
    const setupCode = await parseSetupCode((await this.home()).environment.crypto, code);
    // A code from somebody else could name a server that is reached in the clear.
    const fits = setupCode.ok && this.#options.originOf(setupCode.value.origin) === setupCode.value.origin;
    return fits ? this.#signIn({ setupCode: setupCode.value }, password) : err({ type: "bad-setup-code" });
  }

  /** Resolves when this is a device: the list fills behind, and whoever locks meanwhile need not wait for it. */
  #signIn(credentials: Parameters<typeof signIn>[1]["credentials"], password: string): Promise<Result<void, SignInFailure>> {
    return this.#next(async () => {
      const home = await this.home();
      const { deviceName } = await this.#options.words();
      return new Promise<Result<void, SignInFailure>>((resolve, reject) => {
        const shown: Client[] = [];
        const opened = (client: Client): void => {
          shown.push(client);
          this.#show(client, true).then(() => resolve(ok(undefined)), reject);
        };
        const restoring = signIn(home, { credentials, password, deviceName, opened });
        restoring.then((made) => {
          const [client] = shown;
          if (client !== undefined) void this.#ended(client, made);
          else resolve(made.ok ? ok(undefined) : made);
        }, reject);
      });
    });
  }

  /** The first restore is over, or what came did not verify: then nothing of it was kept, and the person hears why. */
  async #ended(client: Client, made: Awaited<ReturnType<typeof signIn>>): Promise<void> {
    await this.#next(async () => {
      const vault = this.#vault;
      // It was locked meanwhile.
      if (vault?.client !== client) return;
      if (made.ok) {
        await vault.client.live.start();
        this.tell({ type: "stage", stage: await this.#openStage(vault.client) });
        await vault.compare();
      } else {
        await this.#forget();
        const refused = made.error.type === "verify" ? made.error.reason : made.error.type;
        if (this.#stage.stage === "first-start") this.tell({ type: "stage", stage: { stage: "first-start", refused } });
      }
    });
  }

  meter(): Promise<PasswordMeter> {
    return this.#options.loadMeter();
  }

  async judgePassword(...[password, account]: Given<"judgePassword">): Answer<"judgePassword"> {
    const meter = await this.meter();
    const { score, guesses } = meter(password.normalize("NFKC"), [account, ...account.split(/[@.]/), "holdfast"]);
    return { score, guesses, verdict: judgeMainPassword(meter, password, account), longEnough: isLongEnough(password) };
  }

  unlock(password: string): Answer<"unlock"> {
    return this.#next(async () => {
      if (this.#vault !== null) return ok(undefined);
      const opened = await unlock(await this.home(), password);
      if (!opened.ok) return opened;
      await this.#open(opened.value);
      return ok(undefined);
    });
  }

  lock(): Promise<void> {
    const vault = this.#vault;
    // Said at once: what still goes out needs nobody to look at it.
    if (vault !== null) this.#close(vault);
    return this.#next(async () => {
      await vault?.close();
      if (vault !== null && this.#vault === null) await this.#lookAgain();
    });
  }

  #close(vault: OpenVault): void {
    const { enabled, waiting } = this.#status?.status ?? { enabled: true, waiting: 0 };
    const { account, origin } = vault.client;
    vault.silence();
    this.#shut();
    this.tell({ type: "stage", stage: { stage: "locked", account, server: origin, enabled, waiting } });
  }

  #shut(): void {
    this.#vault = null;
    this.#justMade = false;
    this.#status = null;
    this.#idle.touch(null);
  }

  /** The store was closed with the vault. */
  async #lookAgain(): Promise<void> {
    this.#home = null;
    await this.#look();
  }

  async touch(minutes: number | null): Promise<void> {
    this.#idle.touch(this.#vault === null ? null : minutes);
  }

  signOut(discard: boolean, dropDrafts: boolean): Answer<"signOut"> {
    return this.#next(async (): Promise<Awaited<Answer<"signOut">>> => {
      const home = await this.home();
      const drafts = dropDrafts ? 0 : (await this.#options.drafts.all()).length;
      if (drafts > 0) return err({ type: "drafts", drafts });
      if (this.#vault === null) {
        // Without keys nobody can be asked whether it holds everything: that is for an open vault.
        const { waiting } = await home.store.read();
        if (!discard) return err(waiting > 0 ? { type: "waiting", waiting } : { type: "unsure", why: "locked" });
        const { generation } = await home.store.read();
        await home.secretKeys.remove();
        await home.store.clear(generation);
      } else {
        const left = await this.#vault.client.signOut({ discard });
        if (!left.ok) return err(signOutTrouble(left.error));
      }
      await this.#options.drafts.clear();
      await this.#forget();
      return ok(undefined);
    });
  }

  async setEnabled(enabled: boolean): Promise<void> {
    const home = await this.home();
    await setEnabled(home, enabled);
    if (this.#vault === null) await this.#look();
    else await this.#vault.client.live.switched();
  }

  async nameDevice(name: string): Promise<void> {
    const { client } = this.opened();
    await client.renameDevice(name);
    this.tell({ type: "stage", stage: await this.#openStage(client) });
  }

  async kitKept(): Promise<void> {
    const { client } = this.opened();
    await kitKept(await this.home());
    this.tell({ type: "stage", stage: await this.#openStage(client) });
  }

  /** This one is no holder any more: what it has open is closed, and the windows hear of it from the next. */
  async end(): Promise<void> {
    this.#listeners.clear();
    this.#idle.touch(null);
    await this.#next(async () => {
      await this.#vault?.close();
      this.#vault = null;
      const home = this.#home;
      this.#home = null;
      await home?.store.close();
    });
  }

  // Inside

  #next<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => {});
    return done;
  }

  async home(): Promise<Home> {
    this.#home ??= await this.#options.openHome();
    return this.#home;
  }

  /** Whether the account was made here and the vault has not been locked since. */
  get justMade(): boolean {
    return this.#justMade;
  }

  /** null while it is locked. */
  get vault(): OpenVault | null {
    return this.#vault;
  }

  /** Throws while it is locked: windows ask for nothing of a vault then. */
  opened(): OpenVault {
    if (this.#vault === null) throw new Error("the vault is locked");
    return this.#vault;
  }

  async #look(): Promise<void> {
    try {
      const { replica, waiting } = await (await this.home()).store.read();
      if (replica === null) return this.tell({ type: "stage", stage: { stage: "first-start" } });
      const { account, origin: server, enabled } = replica;
      this.tell({ type: "stage", stage: { stage: "locked", account, server, enabled, waiting } });
      this.tell({ type: "status", status: lockedStatus(replica, waiting), connected: false, clockOff: null });
    } catch (failure) {
      const problem = failure instanceof StoreProblem ? failure.kind : "other";
      this.tell({ type: "stage", stage: { stage: "unreadable", problem } });
    }
  }

  async #open(client: Client): Promise<void> {
    const { replica } = await (await this.home()).store.read();
    await this.#show(client, replica?.restored === false);
    await client.live.start();
  }

  async #show(client: Client, restoring: boolean): Promise<void> {
    const { environment, store } = await this.home();
    const vault = new OpenVault({
      client,
      environment,
      isRestored: async () => (await store.read()).replica?.restored === true,
      words: this.#options.words,
      drafts: this.#options.drafts,
      tell: this.tell,
      newId: () => toHex(environment.crypto.randomBytes(itemIdBytes)),
    });
    this.#vault = vault;
    this.tell({ type: "stage", stage: await this.#openStage(client) });
    void vault.start(restoring);
  }

  async #openStage(client: Client): Promise<Stage> {
    const { origin: server, account, device } = client;
    const names = await client.deviceNames();
    const { replica } = await (await this.home()).store.read();
    const deviceName = names.get(device) ?? (await this.#options.words()).deviceName;
    return { stage: "open", account, server, device, deviceName, kitOwed: replica?.kitOwed === true };
  }

  /** Back to a locked vault, or to the first start where this is no device any more. */
  async #forget(): Promise<void> {
    const vault = this.#vault;
    this.#shut();
    await vault?.close();
    await this.#lookAgain();
  }
}
