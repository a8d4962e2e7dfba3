// Storage in memory, for simulation and for other packages' tests: the same contract as SQLite, with its whole state a
// plain value that can be copied (a backup), put back (a restore), cut (a lost tail) or compared.

import { equalBytes, genesis, type HeadRef, toHex, type VaultId } from "@holdfast/protocol";
import { type MemoryState, type MemoryVault, MemoryVaults } from "./memory-vaults.ts";
import {
  type Accounts,
  type CleanJob,
  type CreateResult,
  type DeviceSeen,
  type NewAccount,
  type NewSession,
  type OpenResult,
  type Seen,
  type Stats,
  type Storage,
  type StoredAccount,
  type StoredSession,
  seenStepMs,
} from "./storage.ts";

export const emptyState = (): MemoryState => ({
  accounts: new Map(),
  devices: new Map(),
  sessions: new Map(),
  invitations: new Map(),
  vaults: new Map(),
});

export class MemoryStorage implements Storage {
  readonly accounts: Accounts;
  readonly vaults: MemoryVaults;
  readonly state: MemoryState;

  constructor(state: MemoryState = emptyState()) {
    this.state = state;
    this.accounts = memoryAccounts(state);
    this.vaults = new MemoryVaults(state);
  }

  async probe(): Promise<void> {}

  async stats(): Promise<Stats> {
    const { accounts, devices, sessions, invitations } = this.state;
    const vaults = [...this.state.vaults.values()];
    const sum = (of: (vault: MemoryVault) => number): number => vaults.reduce((total, vault) => total + of(vault), 0);
    return {
      accounts: accounts.size,
      devices: devices.size,
      sessions: sessions.size,
      invitations: invitations.size,
      vaults: vaults.length,
      commits: sum(({ heads }) => heads.length),
      items: sum(({ items }) => items),
      sealedBytes: sum(({ bytes }) => bytes),
      databaseBytes: 0,
      aheadBytes: 0,
    };
  }

  async clean(job: CleanJob): Promise<number> {
    let revisions = 0;
    for (const vault of this.state.vaults.values()) {
      vault.revisions = vault.revisions.filter((row) => {
        const old = row.supersededAt !== null && row.supersededAt < job.supersededBefore && revisions < job.count;
        if (!old) return true;
        revisions++;
        vault.bytes -= row.revision.length;
        vault.cleaned = Math.max(vault.cleaned, row.supersededBy ?? 0);
        return false;
      });
    }
    const idle = [...this.state.sessions].filter(([, { used }]) => used < job.sessionsBefore).slice(0, job.count);
    for (const [token] of idle) this.state.sessions.delete(token);
    const over = [...this.state.invitations].filter(([, until]) => until < job.invitationsBefore).slice(0, job.count);
    for (const [token] of over) this.state.invitations.delete(token);
    return revisions + idle.length + over.length;
  }

  async close(): Promise<void> {}
}

const memoryAccounts = (state: MemoryState): Accounts => ({
  invite: async ({ token, until }) => void state.invitations.set(toHex(token), until),
  create: async (account) => createAccount(state, account),
  find: async (name): Promise<StoredAccount | null> => state.accounts.get(name) ?? null,
  openSession: async (session) => openSession(state, session),
  session: async (token): Promise<StoredSession | null> => state.sessions.get(toHex(token)) ?? null,
  useSession: async (token, at) => {
    const held = state.sessions.get(toHex(token));
    if (held !== undefined) state.sessions.set(toHex(token), { ...held, used: at });
  },
  endSession: async (token) => {
    state.sessions.delete(toHex(token));
  },
  devices: async (account, vault) => devicesOf(state, toHex(account), vault),
  saw: async (seen: Seen) => {
    const held = state.vaults.get(toHex(seen.vault))?.seen;
    const last = held?.get(toHex(seen.device));
    const same = last?.seq === seen.seq && Math.abs(seen.at - last.at) < seenStepMs;
    if (!same) held?.set(toHex(seen.device), { at: seen.at, seq: seen.seq });
  },
});

function createAccount(state: MemoryState, { at, vault, writerKey, invitation, ...account }: NewAccount): CreateResult {
  const named = state.accounts.get(account.name);
  const repeated = named !== undefined && equalBytes(named.request, account.request);
  const invited = invitation === null || (state.invitations.get(toHex(invitation)) ?? 0) > at;
  if (!invited && !repeated) return { type: "uninvited" };
  if (named !== undefined) return { type: "taken", request: named.request };
  const idTaken = [...state.accounts.values()].some((other) => equalBytes(other.account, account.account));
  if (idTaken || state.vaults.has(toHex(vault))) return { type: "taken", request: null };
  state.accounts.set(account.name, account);
  const empty = { head: genesis as HeadRef, items: 0, bytes: 0, cleaned: 0, heads: [], revisions: [], current: new Map(), seen: new Map() };
  state.vaults.set(toHex(vault), { vault, account: account.account, writerKey, ...empty });
  if (invitation !== null) state.invitations.delete(toHex(invitation));
  return { type: "created" };
}

function openSession(state: MemoryState, { account, device, token, at, maximum }: NewSession): OpenResult {
  const bound = state.devices.get(toHex(device));
  if (bound === undefined) {
    const count = [...state.devices.values()].filter((other) => equalBytes(other.account, account)).length;
    if (count >= maximum.devices) return { type: "devices-full" };
    state.devices.set(toHex(device), { account, device });
  } else if (!equalBytes(bound.account, account)) return { type: "device-elsewhere" };
  const earlier = [...state.sessions].filter(([, other]) => equalBytes(other.device, device));
  for (const [oldest] of earlier.slice(0, Math.max(0, earlier.length - (maximum.sessions - 1)))) state.sessions.delete(oldest);
  state.sessions.set(toHex(token), { account, device, used: at });
  return { type: "opened" };
}

function devicesOf(state: MemoryState, account: string, vault: VaultId): readonly DeviceSeen[] {
  const seen = state.vaults.get(toHex(vault))?.seen;
  return [...state.devices]
    .filter(([, bound]) => toHex(bound.account) === account)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([hex, { device }]) => ({ device, lastSync: seen?.get(hex)?.at ?? null, seq: seen?.get(hex)?.seq ?? 0 }));
}
