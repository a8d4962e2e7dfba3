// The part of the contract of storage that is about accounts, invitations, devices and sessions. See contract.ts.

import { type Bytes, compareBytes, genesis, type VaultId } from "@holdfast/protocol";
import { expect, it } from "vitest";
import { sha256 } from "../sha256.ts";
import { newDevice, newItem, random } from "../testing/test-account.ts";
import { newAccount, nothingToClean, Writer } from "./contract-writer.ts";
import { type Storage, seenStepMs } from "./storage.ts";

const hex = (bytes: Bytes): string => Buffer.from(bytes).toString("hex");

export function accountsContract(open: () => Promise<Storage>): void {
  accountContract(open);
  invitationContract(open);
  sessionContract(open);
}

function accountContract(open: () => Promise<Storage>): void {
  it("[C8] keeps an account as it was made, with its empty first vault", async () => {
    const storage = await open();
    const account = newAccount();
    expect(await storage.accounts.find(account.name)).toBeNull();
    expect(await storage.accounts.create(account)).toEqual({ type: "created" });
    const { at: _, invitation: __, vault, writerKey, ...kept } = account;
    expect(await storage.accounts.find(account.name)).toEqual(kept);
    const empty = { vault, account: account.account, writerKey, head: genesis, items: 0, bytes: 0, cleaned: 0 };
    expect(await storage.vaults.find(account.account, vault)).toEqual(empty);
    expect(await storage.vaults.of(account.account)).toEqual([{ vault, head: genesis }]);
    await expect(storage.probe()).resolves.toBeUndefined();
  });

  it("[C8] tells a taken name with the hash of the request that took it, and changes nothing", async () => {
    const storage = await open();
    const first = newAccount();
    await storage.accounts.create(first);
    const second = newAccount({ name: first.name });
    expect(await storage.accounts.create(second)).toEqual({ type: "taken", request: first.request });
    expect((await storage.accounts.find(first.name))?.account).toEqual(first.account);
    expect(await storage.vaults.find(second.account, second.vault)).toBeNull();
  });

  it.each(["account", "vault"] as const)("[C8] refuses the %s id of somebody else, whole", async (which) => {
    const storage = await open();
    const first = newAccount();
    await storage.accounts.create(first);
    const second = newAccount({ [which]: first[which] });
    expect(await storage.accounts.create(second)).toEqual({ type: "taken", request: null });
    expect(await storage.accounts.find(second.name)).toBeNull();
    expect((await storage.vaults.find(first.account, first.vault))?.writerKey).toEqual(first.writerKey);
  });

  it("[C12] shows a vault to its own account alone", async () => {
    const storage = await open();
    const [mine, other] = [await Writer.start(storage), await Writer.start(storage)];
    expect(await storage.vaults.find(other.of.account, mine.of.vault)).toBeNull();
    expect(await storage.vaults.find(mine.of.account, random(16) as VaultId)).toBeNull();
    expect((await storage.vaults.of(other.of.account)).map(({ vault }) => vault)).toEqual([other.of.vault]);
    const stolen = other.commit([newItem()], { vault: mine.of.vault });
    expect(await other.append(stolen)).toEqual({ type: "not-found" });
  });
}

function invitationContract(open: () => Promise<Storage>): void {
  it("[C29] lets one account in for one invitation, until it is over", async () => {
    const storage = await open();
    const [token, other] = [sha256(random(16)), sha256(random(16))];
    await storage.accounts.invite({ token, at: 0, until: 5_000 });
    await storage.accounts.invite({ token: other, at: 0, until: 5_000 });
    const create = (changed: Parameters<typeof newAccount>[0]) => storage.accounts.create(newAccount(changed));
    expect(await create({ invitation: sha256(random(16)) })).toEqual({ type: "uninvited" });
    expect(await create({ invitation: token, at: 5_000 })).toEqual({ type: "uninvited" });
    expect((await storage.stats()).accounts).toBe(0);
    expect(await create({ invitation: token, at: 4_999 })).toEqual({ type: "created" });
    expect(await create({ invitation: token })).toEqual({ type: "uninvited" });
    expect(await create({ invitation: other })).toEqual({ type: "created" });
    expect(await storage.stats()).toMatchObject({ accounts: 2, invitations: 0 });
  });

  it("[C29] keeps the invitation of a sign-up that is refused, and repeats an answer without one", async () => {
    const storage = await open();
    const token = sha256(random(16));
    await storage.accounts.invite({ token, at: 0, until: 5_000 });
    const first = newAccount();
    await storage.accounts.create(first);
    expect(await storage.accounts.create(newAccount({ name: first.name, invitation: token }))).toEqual({
      type: "taken",
      request: first.request,
    });
    expect(await storage.accounts.create(newAccount({ vault: first.vault, invitation: token }))).toEqual({ type: "taken", request: null });
    const invited = newAccount({ invitation: token });
    expect(await storage.accounts.create(invited)).toEqual({ type: "created" });
    expect(await storage.accounts.create(invited)).toEqual({ type: "taken", request: invited.request });
  });

  it("[C29] does not tell the uninvited whether a name is taken", async () => {
    const storage = await open();
    const first = newAccount();
    await storage.accounts.create(first);
    expect(await storage.accounts.create(newAccount({ name: first.name, invitation: sha256(random(16)) }))).toEqual({ type: "uninvited" });
  });

  it("[C16] removes invitations that are over", async () => {
    const storage = await open();
    for (const until of [1_000, 2_000, 3_000]) await storage.accounts.invite({ token: sha256(random(16)), at: 0, until });
    expect(await storage.clean({ ...nothingToClean, invitationsBefore: 3_000, count: 1 })).toBe(1);
    expect(await storage.clean({ ...nothingToClean, invitationsBefore: 3_000 })).toBe(1);
    expect(await storage.clean({ ...nothingToClean, invitationsBefore: 3_000 })).toBe(0);
    expect((await storage.stats()).invitations).toBe(1);
  });

  it("counts what there is", async () => {
    const storage = await open();
    const empty = await storage.stats();
    const writer = await Writer.start(storage);
    await Writer.start(storage);
    const written = [await writer.write([newItem(), newItem()]), await writer.write([newItem()])];
    const bytes = written.flatMap(({ head, changes }) => [head, ...changes.map(({ revision }) => revision)]);
    const counted = { accounts: 2, devices: 2, sessions: 2, invitations: 0, vaults: 2, commits: 2, items: 3 };
    expect(await storage.stats()).toMatchObject({ ...counted, sealedBytes: bytes.reduce((sum, { length }) => sum + length, 0) });
    expect(empty).toMatchObject({ accounts: 0, vaults: 0, commits: 0, items: 0, sealedBytes: 0 });
  });
}

function sessionContract(open: () => Promise<Storage>): void {
  it("[C9] finds a session by the hash of its token until it is ended", async () => {
    const storage = await open();
    const writer = await Writer.start(storage);
    const token = sha256(random(32));
    await writer.signIn(token);
    expect(await storage.accounts.session(token)).toEqual({ account: writer.of.account, device: writer.device, used: 2_000 });
    await storage.accounts.useSession(token, 3_000);
    expect((await storage.accounts.session(token))?.used).toBe(3_000);
    await storage.accounts.endSession(token);
    expect(await storage.accounts.session(token)).toBeNull();
    await storage.accounts.useSession(token, 4_000);
    expect(await storage.accounts.session(token)).toBeNull();
  });

  it("[C23] binds a device to one account, and an account to so many devices", async () => {
    const storage = await open();
    const [mine, other] = [await Writer.start(storage), await Writer.start(storage)];
    const token = sha256(random(32));
    expect(await other.signIn(token, mine.device)).toEqual({ type: "device-elsewhere" });
    expect(await storage.accounts.session(token)).toBeNull();
    expect(await mine.signIn(sha256(random(8)), newDevice())).toEqual({ type: "opened" });
    expect(await mine.signIn(sha256(random(8)), newDevice())).toEqual({ type: "opened" });
    expect(await mine.signIn(token, newDevice())).toEqual({ type: "devices-full" });
    expect(await mine.signIn(token)).toEqual({ type: "opened" });
    expect(await storage.accounts.devices(mine.of.account, mine.of.vault)).toHaveLength(3);
    expect(await storage.accounts.devices(other.of.account, other.of.vault)).toHaveLength(1);
  });

  it("[C23] ends a device's oldest session where it has too many", async () => {
    const storage = await open();
    const writer = await Writer.start(storage);
    const tokens = [sha256(random(8)), sha256(random(8)), sha256(random(8))];
    for (const [i, token] of tokens.entries()) await writer.signIn(token, writer.device, 3_000 + i);
    const alive = await Promise.all(tokens.map(async (token) => (await storage.accounts.session(token)) !== null));
    expect(alive).toEqual([false, true, true]);
  });

  it("[C19] notes what each device was last seen to have of a vault", async () => {
    const storage = await open();
    const writer = await Writer.start(storage);
    const second = newDevice();
    await writer.signIn(sha256(random(8)), second);
    const seen = async () =>
      new Map((await storage.accounts.devices(writer.of.account, writer.of.vault)).map((row) => [hex(row.device), row]));
    expect((await seen()).get(hex(second))).toEqual({ device: second, lastSync: null, seq: 0 });
    await writer.write([newItem()], { at: 7_000 });
    expect((await seen()).get(hex(writer.device))).toEqual({ device: writer.device, lastSync: 7_000, seq: 1 });
    await storage.accounts.saw({ vault: writer.of.vault, device: second, at: 8_000, seq: 1 });
    await storage.accounts.saw({ vault: writer.of.vault, device: second, at: 8_000 + seenStepMs - 1, seq: 1 });
    expect((await seen()).get(hex(second))).toEqual({ device: second, lastSync: 8_000, seq: 1 });
    await storage.accounts.saw({ vault: writer.of.vault, device: second, at: 8_000 + seenStepMs, seq: 1 });
    expect((await seen()).get(hex(second))).toEqual({ device: second, lastSync: 68_000, seq: 1 });
    await storage.accounts.saw({ vault: writer.of.vault, device: second, at: 68_001, seq: 2 });
    expect((await seen()).get(hex(second))).toEqual({ device: second, lastSync: 68_001, seq: 2 });
    const ids = (await storage.accounts.devices(writer.of.account, writer.of.vault)).map(({ device }) => device);
    expect(ids).toEqual([...ids].sort(compareBytes));
  });
}
