// The vaults of memory-storage.ts: the same rows as in SQLite's tables, held in order of (seq, item).

import {
  type AccountId,
  type Bytes,
  compareBytes,
  type DeviceId,
  encodeFrame,
  equalBytes,
  genesis,
  type Hash,
  type HeadRef,
  type ItemId,
  limits,
  type Pair,
  sealedHead,
  shape,
  type TypeOf,
  toHex,
  type VaultId,
  type vaultHead,
} from "@holdfast/protocol";
import type { Append, AppendResult, Page, Place, StoredAccount, StoredChange, StoredSession, StoredVault, Vaults } from "./storage.ts";

export interface MemoryRevision {
  readonly seq: number;
  readonly item: ItemId;
  readonly revision: Bytes;
  readonly hash: Hash;
  supersededBy: number | null;
  supersededAt: number | null;
}

export interface MemoryVault {
  readonly vault: VaultId;
  readonly account: AccountId;
  readonly writerKey: Bytes;
  head: HeadRef;
  items: number;
  bytes: number;
  cleaned: number;
  readonly heads: { readonly hash: Hash; readonly sealed: Bytes; readonly branch: readonly Bytes[] }[];
  revisions: MemoryRevision[];
  /** The current revision of each item, by its id in hex; the same objects as in `revisions`. */
  readonly current: Map<string, MemoryRevision>;
  readonly seen: Map<string, { readonly at: number; readonly seq: number }>;
}

/** Everything a server of this kind keeps. Keys are names, or ids and hashes in hex. */
export interface MemoryState {
  readonly accounts: Map<string, StoredAccount>;
  readonly devices: Map<string, { readonly account: AccountId; readonly device: DeviceId }>;
  readonly sessions: Map<string, StoredSession>;
  /** Until when each can be used. */
  readonly invitations: Map<string, number>;
  readonly vaults: Map<string, MemoryVault>;
}

const branchShape = shape.list(sealedHead, limits.branchHeads);

export class MemoryVaults implements Vaults {
  readonly #state: MemoryState;

  constructor(state: MemoryState) {
    this.#state = state;
  }

  #owned(account: AccountId, vault: VaultId): MemoryVault | null {
    const held = this.#state.vaults.get(toHex(vault));
    return held !== undefined && equalBytes(held.account, account) ? held : null;
  }

  #rows(vault: VaultId, after: Place, to: number): MemoryRevision[] {
    const rows = this.#state.vaults.get(toHex(vault))?.revisions ?? [];
    return rows.filter((row) => isAfter(row, after) && isCurrent(row, to));
  }

  async of(account: AccountId): Promise<readonly TypeOf<typeof vaultHead>[]> {
    return [...this.#state.vaults.values()]
      .filter((held) => equalBytes(held.account, account))
      .map(({ vault, head }) => ({ vault, head }))
      .sort((a, b) => compareBytes(a.vault, b.vault));
  }

  async find(account: AccountId, vault: VaultId): Promise<StoredVault | null> {
    const held = this.#owned(account, vault);
    if (held === null) return null;
    const { writerKey, head, items, bytes, cleaned } = held;
    return { vault: held.vault, account: held.account, writerKey, head, items, bytes, cleaned };
  }

  async hashAt(vault: VaultId, seq: number): Promise<Hash | null> {
    return this.#state.vaults.get(toHex(vault))?.heads[seq - 1]?.hash ?? null;
  }

  async seqOf(vault: VaultId, hash: Hash): Promise<number | null> {
    const heads = this.#state.vaults.get(toHex(vault))?.heads ?? [];
    const index = heads.findIndex((head) => equalBytes(head.hash, hash));
    return index < 0 ? null : index + 1;
  }

  async append(commits: readonly Append[]): Promise<readonly AppendResult[]> {
    return commits.map((commit) => this.#append(commit));
  }

  #append(commit: Append): AppendResult {
    const { account, vault, prev, hash, head, branch, changes, at, maximum } = commit;
    const held = this.#owned(account, vault);
    if (held === null) return { type: "not-found" };
    if (!equalBytes(held.head.hash, prev)) return { type: "stale", head: held.head };
    if (equalBytes(genesis.hash, hash) || held.heads.some((other) => equalBytes(other.hash, hash))) return { type: "repeated" };
    const added = changes.filter(({ item }) => !held.current.has(toHex(item))).length;
    if (held.items + added > maximum.items) return { type: "vault-full" };
    const branchBytes = branch.length === 0 ? 0 : encodeFrame(branchShape, branch).length;
    const bytes = changes.reduce((sum, { revision }) => sum + revision.length, head.length + branchBytes);
    const all = [...this.#state.vaults.values()].filter((other) => equalBytes(other.account, account));
    if (all.reduce((sum, other) => sum + other.bytes, bytes) > maximum.accountBytes) return { type: "quota-full" };

    const seq = held.head.seq + 1;
    for (const { item, revision, hash } of changes) {
      const before = held.current.get(toHex(item));
      if (before !== undefined) Object.assign(before, { supersededBy: seq, supersededAt: at });
      const row = { seq, item, revision, hash, supersededBy: null, supersededAt: null };
      held.revisions.push(row);
      held.current.set(toHex(item), row);
    }
    held.heads.push({ hash, sealed: head, branch });
    held.head = { seq, hash };
    held.items += added;
    held.bytes += bytes;
    held.seen.set(toHex(commit.device), { at, seq });
    return { type: "appended", head: held.head };
  }

  async heads(vault: VaultId, first: number, last: number, page: Page): Promise<readonly Bytes[]> {
    const heads = this.#state.vaults.get(toHex(vault))?.heads.slice(first - 1, last) ?? [];
    return takePage(
      heads.map(({ sealed }) => sealed),
      page,
      (sealed) => sealed.length,
    );
  }

  async branch(vault: VaultId, first: number, last: number): ReturnType<Vaults["branch"]> {
    const heads = this.#state.vaults.get(toHex(vault))?.heads ?? [];
    const at = heads.findIndex(({ branch }, i) => i + 1 >= first && i + 1 <= last && branch.length > 0);
    return at < 0 ? null : { seq: at + 1, heads: heads[at]?.branch ?? [] };
  }

  async countChanges(vault: VaultId, after: Place, to: number): Promise<number> {
    return this.#rows(vault, after, to).length;
  }

  async changes(vault: VaultId, after: Place, to: number, page: Page): Promise<readonly StoredChange[]> {
    const rows = this.#rows(vault, after, to).map(({ seq, item, revision }) => ({ seq, item, revision }));
    return takePage(rows, page, ({ revision }) => revision.length);
  }

  async pairs(vault: VaultId, after: ItemId | null, to: number, count: number): Promise<readonly Pair[]> {
    return this.#rows(vault, { seq: 0, item: null }, to)
      .filter(({ item }) => after === null || compareBytes(item, after) > 0)
      .sort((a, b) => compareBytes(a.item, b.item))
      .slice(0, count)
      .map(({ item, hash }) => ({ item, hash }));
  }
}

const isAfter = (row: MemoryRevision, after: Place): boolean =>
  row.seq > after.seq || (row.seq === after.seq && after.item !== null && compareBytes(row.item, after.item) > 0);

// C7
const isCurrent = (row: MemoryRevision, to: number): boolean => row.seq <= to && (row.supersededBy === null || row.supersededBy > to);

function takePage<T>(values: readonly T[], page: Page, size: (value: T) => number): T[] {
  const taken: T[] = [];
  let total = 0;
  for (const value of values.slice(0, page.count)) {
    taken.push(value);
    total += size(value);
    if (total >= page.bytes) break;
  }
  return taken;
}
