// The client over an unlocked replica: the walk of an edit from the model to the store, and everything a shell asks of the vault.
// It decides nothing of synchronization (sync/engine.ts) and nothing of the model (vault/).

import {
  type AccountName,
  assert,
  type Bytes,
  devicesRequest,
  devices as devicesShape,
  encode,
  err,
  type HeadRef,
  type ItemId,
  idFromHex,
  ok,
  type Result,
  routes,
  toHex,
} from "@holdfast/protocol";
import { deviceEdit, deviceName, uniqueName, withDates } from "./account/device-item.ts";
import { askBeforeSignOut, signOut } from "./account/sign-out.ts";
import { addAs, addMany, saveNew } from "./add-items.ts";
import { type Bulk, editMany, restoreItems } from "./bulk-writes.ts";
import type { Client, FindFailure, HealOptions, HealReport, ItemState, LiveSync, SyncOptions, SyncReport } from "./client.ts";
import type { Home } from "./home.ts";
import { findTitled, itemStates, openedItems, openItem } from "./item-states.ts";
import { noteSeal } from "./keys/device-note.ts";
import type { EmergencyKit } from "./keys/emergency-kit.ts";
import type { Keyring } from "./keys/keyring.ts";
import { type LineSeal, lineSeal } from "./keys/log-line.ts";
import { encodeOpenKeys } from "./keys/open-keys.ts";
import { formatSecretKey } from "./keys/secret-key.ts";
import { formatSetupCode } from "./keys/setup-code.ts";
import { type OpenItem, OpenItems, openNewest, type WatchedStore, watchStore } from "./open-items.ts";
import { replaceLost } from "./replace-lost.ts";
import type { VaultSeal } from "./seal/vault-seal.ts";
import { statusOf } from "./status-of.ts";
import type { Replica, StoredItem } from "./store/store.ts";
import { StoreProblem } from "./store/store-problem.ts";
import type { SessionSource } from "./sync/engine.ts";
import { ask } from "./sync/request.ts";
import type { RunReport } from "./sync/run-report.ts";
import type { ServerClock } from "./sync/server-clock.ts";
import type { Status } from "./sync/status.ts";
import type { Transport } from "./sync/transport.ts";
import { notRefused } from "./sync/troubles.ts";
import { openedChanges, SyncRuns } from "./sync-runs.ts";
import { tellLacked } from "./tell-lacked.ts";
import { pastImports } from "./tools/import/undo-import.ts";
import { sweepTrash } from "./trash-sweep.ts";
import { type ApplyFailure, apply, create } from "./vault/apply.ts";
import { type DeviceHex, type Edit, type Item, isTombstone } from "./vault/item.ts";
import { deviceKind } from "./vault/kinds.ts";
import type { NewItem } from "./vault/new-item.ts";
import { type Verification, verifyReplica } from "./verify-replica.ts";
import { Watchers } from "./watchers.ts";

export interface ReplicaClientOptions {
  readonly home: Home;
  readonly replica: Replica;
  readonly ring: Keyring;
  readonly seal: VaultSeal;
  readonly transport: Transport;
  readonly session: SessionSource;
  readonly clock: ServerClock;
  readonly signInSeed: Bytes;
}

export class ReplicaClient implements Client {
  readonly origin: string;
  readonly account: AccountName;
  readonly device: DeviceHex;
  readonly #options: ReplicaClientOptions;
  readonly #store: WatchedStore;
  readonly #items: OpenItems;
  readonly #watchers = new Watchers(() => this.status());
  readonly #runs: SyncRuns;

  constructor(options: ReplicaClientOptions) {
    const { home, replica, seal } = options;
    this.origin = replica.origin;
    this.account = replica.account;
    this.device = toHex(replica.device);
    this.#options = options;
    this.#store = watchStore(home.store);
    this.#items = new OpenItems(this.#store, seal, {
      reloaded: (before, after) => this.#reloaded(before, after),
      touched: (hex) => this.#watchers.touched(hex),
    });
    this.#runs = new SyncRuns({
      ...options,
      store: this.#store,
      items: this.#items,
      lines: lineSeal(home.environment.crypto, options.ring, replica.device, "log"),
      watchers: this.#watchers,
      refresh: () => this.refreshDevices(),
      sweep: () => this.#sweep(),
      tellLacked: () => tellLacked({ ...this.#bulk(), device: this.device }),
      replaceLost: (most, asked) => replaceLost({ ...this.#bulk(), device: this.device }, most, asked),
    });
  }

  #sweep(): Promise<number> {
    const { home, ring, replica, clock } = this.#options;
    const notes = noteSeal(home.environment.crypto, ring, replica.device);
    return sweepTrash({ ...this.#bulk(), notes, device: this.device, now: () => home.environment.clock.now(), clock });
  }

  /** Somebody else had written: another process of this device. */
  #reloaded(before: ReadonlyMap<string, OpenItem>, after: ReadonlyMap<string, OpenItem>): void {
    if (!this.#watchers.any) return;
    for (const [hex, { content }] of after) this.#watchers.changed(openedChanges(hex, before.get(hex)?.content ?? null, content));
  }

  get live(): LiveSync {
    return this.#runs.live;
  }

  watch(...[listener, options]: Parameters<Client["watch"]>): () => void {
    return this.#watchers.add(listener, options?.each);
  }

  get drafts(): LineSeal {
    const { home, ring, replica } = this.#options;
    return lineSeal(home.environment.crypto, ring, replica.device, "draft");
  }

  async activity(count: number): ReturnType<Client["activity"]> {
    const items = await this.#items.all();
    const names = await this.deviceNames();
    return this.#runs.activity.read(count, {
      item: (hex) => openItem(items.get(hex)),
      device: (hex) => names.get(hex) ?? null,
    });
  }

  clockOff(): number | null {
    return this.#options.clock.minutesOff();
  }

  async items(of?: Iterable<string>): Promise<readonly ItemState[]> {
    const all = await this.#items.all();
    return itemStates(of === undefined ? all.values() : [...of].flatMap((hex) => all.get(hex) ?? []));
  }

  async find(idOrTitle: string): Promise<Result<ItemState, FindFailure>> {
    const id = idFromHex<ItemId>(idOrTitle);
    const byId = id === null ? null : await this.#one(id);
    if (byId !== null) return ok(byId);
    return findTitled(await this.items(), idOrTitle);
  }

  async #one(id: ItemId): Promise<ItemState | null> {
    const held = await this.#store.item(id);
    if (held === null) return null;
    const [content] = await openNewest(this.#options.seal, [held]);
    if (content?.type !== "opened") return null;
    return itemStates([{ id, content, waiting: held.waiting !== null }])[0] ?? null;
  }

  async deviceNames(): Promise<ReadonlyMap<DeviceHex, string | null>> {
    const names = new Map<DeviceHex, string | null>();
    for (const [hex, { content }] of await this.#items.all()) {
      if (content.type !== "opened" || isTombstone(content.content) || content.content.kind !== deviceKind) continue;
      names.set(hex, deviceName(content.content));
    }
    return names;
  }

  async nameDevice(wanted: string): Promise<void> {
    const names = await this.deviceNames();
    if (names.has(this.device)) return;
    const made = create(deviceKind, deviceEdit(uniqueName(wanted, given(names))), this.#author());
    assert(made.ok, "a device's name makes an item");
    await saveNew(this.#bulk(), [{ id: this.#options.replica.device as unknown as ItemId, item: made.value }]);
    this.#saved();
  }

  async renameDevice(wanted: string): Promise<void> {
    const names = await this.deviceNames();
    if (!names.has(this.device)) return this.nameDevice(wanted);
    const others = new Map([...names].filter(([device]) => device !== this.device));
    const renamed = await this.edit(this.device, deviceEdit(uniqueName(wanted, given(others))));
    assert(renamed.ok, "a device's name makes an item");
  }

  async add(item: NewItem): Promise<Result<{ readonly id: string }, ApplyFailure>> {
    const { ids, failures } = await this.addMany([item]);
    const [failed] = failures;
    return failed === undefined ? ok({ id: ids[0] as string }) : err(failed.failure);
  }

  async addMany(...[items, progress = () => {}]: Parameters<Client["addMany"]>): ReturnType<Client["addMany"]> {
    const added = await addMany(this.#bulk(), items, progress);
    this.#saved();
    return added;
  }

  async addAs(id: string, item: NewItem): ReturnType<Client["addAs"]> {
    const added = await addAs(this.#bulk(), id, item);
    if (added.ok) this.#saved();
    return added;
  }

  /** Changes are durable: where the loop runs they go at once. // S33 */
  #saved(): void {
    if (this.live.started) void this.live.saved();
  }

  async edit(hex: string, edit: Edit | ((item: Item) => Edit)): ReturnType<Client["edit"]> {
    const { seal } = this.#options;
    const id = idFromHex<ItemId>(hex);
    if (id === null) return err({ type: "not-found" });
    for (;;) {
      const { generation, replica } = await this.#store.read();
      if (replica === null) throw new StoreProblem("signed-out");
      const held = await this.#store.item(id);
      const [content] = held === null ? [] : await openNewest(seal, [held]);
      if (held === null || content?.type !== "opened" || isTombstone(content.content)) return err({ type: "not-found" });
      const edited = apply(content.content, typeof edit === "function" ? edit(content.content) : edit, this.#author());
      if (!edited.ok) return edited;
      if (edited.value === content.content) return ok({ id: hex, item: edited.value, waiting: held.waiting !== null });
      const [sealed] = await seal.seal([{ item: id, content: edited.value }]);
      const stored: StoredItem = { ...held, waiting: sealed as NonNullable<StoredItem["waiting"]> };
      const result = await this.#store.write({ expect: generation, items: [stored], ...notRefused(replica, id) });
      if (result.type === "changed") continue;
      this.#items.put(stored, { type: "opened", content: edited.value });
      this.#saved();
      return ok({ id: hex, item: edited.value, waiting: true });
    }
  }

  async editMany(...[ids, editOf, progress = () => {}]: Parameters<Client["editMany"]>): Promise<readonly string[]> {
    const edited = await editMany(this.#bulk(), ids, editOf, progress);
    this.#saved();
    return edited;
  }

  async exportItems(): ReturnType<Client["exportItems"]> {
    const all = [...(await this.#items.all())];
    return { items: openedItems(all), unreadable: all.filter(([, { content }]) => content.type !== "opened").length };
  }

  async restoreItems(...[items, options]: Parameters<Client["restoreItems"]>): ReturnType<Client["restoreItems"]> {
    const restored = await restoreItems(this.#bulk(), items, options);
    this.#saved();
    return restored;
  }

  async imports(): ReturnType<Client["imports"]> {
    return pastImports(new Map(openedItems(await this.#items.all()).map(({ id, content }) => [id, content])));
  }

  #bulk(): Bulk {
    return { store: this.#store, items: this.#items, seal: this.#options.seal, author: () => this.#author() };
  }

  async synchronize(options: SyncOptions = {}): Promise<SyncReport> {
    const { transport, home } = this.#options;
    const { requests, bytesUp, bytesDown } = transport.traffic;
    const run = this.live.started ? this.live.now() : this.#runs.run(options.progress);
    const { waitMs } = options;
    const report = await (waitMs === undefined ? run : Promise.race([run, timeOut(home, waitMs)]));
    const { traffic } = transport;
    return {
      ...report,
      requests: traffic.requests - requests,
      bytesUp: traffic.bytesUp - bytesUp,
      bytesDown: traffic.bytesDown - bytesDown,
    };
  }

  healPlan(): ReturnType<Client["healPlan"]> {
    return this.#runs.plan();
  }

  heal({ removing = 0, replacing = 0, withoutAll = false, invitation, progress = () => {} }: HealOptions = {}): Promise<HealReport> {
    return this.#runs.heal({ removing, replacing, withoutAll, invitation: invitation ?? null }, progress);
  }

  async refreshDevices(): Promise<void> {
    const { transport, session, replica } = this.#options;
    const token = session.token();
    const { replica: now } = await this.#store.read();
    if (token === null || now?.enabled !== true) return;
    const answer = await ask(transport, devicesShape, {
      method: "POST",
      path: routes.devices,
      token,
      body: encode(devicesRequest, { vault: replica.vault }),
    });
    if (answer.ok) await this.#store.write({ expect: null, replica: { devices: withDates(answer.value.devices) } });
  }

  async status(): Promise<Status> {
    const { replica, waiting } = await this.#store.read();
    if (replica === null) throw new StoreProblem("signed-out");
    const items = await this.#items.all();
    const names = await this.deviceNames();
    const { moving, live } = this.#runs;
    return statusOf({ replica, waiting, items, names, device: this.device, running: moving, retryAt: live.retryAt });
  }

  async head(): Promise<HeadRef> {
    const { replica } = await this.#store.read();
    if (replica === null) throw new StoreProblem("signed-out");
    return replica.head;
  }

  verify(): Promise<Verification> {
    const { seal, transport, session } = this.#options;
    return verifyReplica({ store: this.#store, seal, transport, session });
  }

  keys(): Bytes {
    const { ring, signInSeed } = this.#options;
    return encodeOpenKeys({ ring, signInSeed });
  }

  async setupCode(): Promise<string> {
    await this.#runs.activity.note("setup-code-shown");
    return this.#setupCode();
  }

  async #setupCode(): Promise<string> {
    const { home, ring, replica } = this.#options;
    return formatSetupCode(home.environment.crypto, {
      origin: this.origin,
      account: this.account,
      secretKey: ring.secretKey,
      slotVersion: replica.slotVersion,
      head: await this.head(),
    });
  }

  async kit(): Promise<EmergencyKit> {
    const { home, ring } = this.#options;
    await this.#runs.activity.note("kit-shown");
    const secretKey = await formatSecretKey(home.environment.crypto, ring.secretKey);
    return { origin: this.origin, account: this.account, secretKey, setupCode: await this.#setupCode() };
  }

  signOutDoubt(): ReturnType<Client["signOutDoubt"]> {
    return askBeforeSignOut({ store: this.#store, synchronize: (how) => this.synchronize(how) });
  }

  signOut({ discard }: { readonly discard: boolean }): ReturnType<Client["signOut"]> {
    const synchronize = (how: SyncOptions) => this.synchronize(how);
    const forget = () => this.#items.close();
    return signOut({ ...this.#options, store: this.#store, live: this.live, synchronize, forget }, discard);
  }

  async close(): Promise<void> {
    if (this.live.started) await this.live.stop();
    this.#items.close();
    await this.#store.close();
  }

  #author(): { readonly device: DeviceHex; readonly now: number } {
    return { device: this.device, now: this.#options.home.environment.clock.now() };
  }
}

const given = (names: ReadonlyMap<DeviceHex, string | null>): readonly string[] => [...names.values()].filter((name) => name !== null);

/** The run goes on behind; what it did not finish waits durably for the next. */
function timeOut(home: Home, waitMs: number): Promise<RunReport> {
  return new Promise((resolve) => {
    home.environment.timers.after(waitMs, () => resolve({ end: { type: "unreachable", why: "timeout" }, pulled: 0, pushed: 0 }));
  });
}
