// Who wants to hear of which vault. Pure: it knows no socket, no clock and no storage; it hands one message to many, and
// counts them. Bounded by how many listeners an account may have. // C26, C27

import { type AccountId, type Bytes, equalBytes, type Hash, limits, liveClose, toHex, type VaultId } from "@holdfast/protocol";

export interface Listener {
  readonly account: AccountId;
  /** SHA-256 of the token of its session. */
  readonly token: Hash;
  readonly vaults: readonly VaultId[];
  /** Takes a message for its client; never throws and never waits. */
  send(message: Bytes): void;
  close(code: number): void;
}

export class Hub {
  readonly #byVault = new Map<string, Set<Listener>>();
  readonly #byAccount = new Map<string, Set<Listener>>();
  readonly #maximum: number;
  #count = 0;

  constructor(maximum: number = limits.liveConnections) {
    this.#maximum = maximum;
  }

  /** How many listen. */
  get count(): number {
    return this.#count;
  }

  /** Whether there was room for it among its account's. */
  join(listener: Listener): boolean {
    const account = toHex(listener.account);
    if ((this.#byAccount.get(account)?.size ?? 0) >= this.#maximum) return false;
    put(this.#byAccount, account, listener);
    for (const vault of listener.vaults) put(this.#byVault, toHex(vault), listener);
    this.#count++;
    return true;
  }

  leave(listener: Listener): void {
    if (!drop(this.#byAccount, toHex(listener.account), listener)) return;
    for (const vault of listener.vaults) drop(this.#byVault, toHex(vault), listener);
    this.#count--;
  }

  /** Hands what `make` makes, once and only if anybody listens, to all who listen to the vault but the session `from`. Answers how many. */
  publish(vault: VaultId, from: Hash, make: () => Bytes): number {
    // A copy: whoever is too slow leaves while this goes on.
    const listeners = [...(this.#byVault.get(toHex(vault)) ?? [])].filter(({ token }) => !equalBytes(token, from));
    if (listeners.length === 0) return 0;
    const message = make();
    for (const listener of listeners) listener.send(message);
    return listeners.length;
  }

  /** Closes what listens in a session that has ended. */
  end(account: AccountId, token: Hash): void {
    for (const listener of [...(this.#byAccount.get(toHex(account)) ?? [])]) {
      if (equalBytes(listener.token, token)) listener.close(liveClose.sessionEnded);
    }
  }
}

function put(sets: Map<string, Set<Listener>>, key: string, listener: Listener): void {
  const set = sets.get(key);
  if (set === undefined) sets.set(key, new Set([listener]));
  else set.add(listener);
}

function drop(sets: Map<string, Set<Listener>>, key: string, listener: Listener): boolean {
  const set = sets.get(key);
  const held = set?.delete(listener) ?? false;
  if (set?.size === 0) sets.delete(key);
  return held;
}
