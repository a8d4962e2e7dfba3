import { type AccountId, type Bytes, type Hash, liveClose, type VaultId } from "@holdfast/protocol";
import { describe, expect, it } from "vitest";
import { sha256 } from "../sha256.ts";
import { random } from "../testing/test-account.ts";
import { Hub, type Listener } from "./hub.ts";

const newVault = (): VaultId => random(16) as VaultId;
const nobody = sha256(random(4));

class Ear implements Listener {
  readonly account: AccountId;
  readonly token: Hash;
  readonly vaults: readonly VaultId[];
  readonly heard: Bytes[] = [];
  readonly closed: number[] = [];
  onMessage = (): void => {};

  constructor(vaults: readonly VaultId[], { account = random(16) as AccountId, token = sha256(random(8)) } = {}) {
    this.vaults = vaults;
    this.account = account;
    this.token = token;
  }

  send(message: Bytes): void {
    this.heard.push(message);
    this.onMessage();
  }

  close(code: number): void {
    this.closed.push(code);
  }
}

describe("[C27] a message", () => {
  it("goes to all who listen to its vault, and to nobody else", () => {
    const hub = new Hub();
    const [mine, other] = [newVault(), newVault()];
    const ears = [new Ear([mine]), new Ear([other, mine]), new Ear([other]), new Ear([])];
    for (const ear of ears) expect(hub.join(ear)).toBe(true);
    const message = random(10);
    expect(hub.publish(mine, nobody, () => message)).toBe(2);
    expect(ears.map(({ heard }) => heard)).toEqual([[message], [message], [], []]);
  });

  it("does not go back to the session it came from, and does to the same account's others", () => {
    const hub = new Hub();
    const vault = newVault();
    const account = random(16) as AccountId;
    const [from, same, other] = [new Ear([vault], { account }), new Ear([vault], { account }), new Ear([vault])];
    for (const ear of [from, same, other]) hub.join(ear);
    const twin = new Ear([vault], { account, token: from.token });
    hub.join(twin);
    expect(hub.publish(vault, from.token, () => random(1))).toBe(2);
    expect([from, same, other, twin].map(({ heard }) => heard.length)).toEqual([0, 1, 1, 0]);
  });

  it("is made once for many, and not at all for nobody", () => {
    const hub = new Hub();
    const vault = newVault();
    let made = 0;
    const make = (): Bytes => {
      made++;
      return random(3);
    };
    expect(hub.publish(vault, nobody, make)).toBe(0);
    const only = new Ear([vault]);
    hub.join(only);
    expect(hub.publish(vault, only.token, make)).toBe(0);
    expect(made).toBe(0);
    for (let i = 0; i < 5; i++) hub.join(new Ear([vault]));
    expect(hub.publish(vault, nobody, make)).toBe(6);
    expect(made).toBe(1);
  });

  it("reaches everybody although some leave while it goes round", () => {
    const hub = new Hub();
    const vault = newVault();
    const ears = [new Ear([vault]), new Ear([vault]), new Ear([vault])];
    for (const ear of ears) {
      ear.onMessage = () => hub.leave(ear);
      hub.join(ear);
    }
    expect(hub.publish(vault, nobody, () => random(1))).toBe(3);
    expect(ears.every(({ heard }) => heard.length === 1)).toBe(true);
    expect(hub.count).toBe(0);
  });
});

describe("[C26] who listens", () => {
  it("is counted, leaves once, and is forgotten", () => {
    const hub = new Hub();
    const ear = new Ear([newVault(), newVault()]);
    hub.leave(ear);
    expect(hub.count).toBe(0);
    hub.join(ear);
    expect(hub.count).toBe(1);
    hub.leave(ear);
    hub.leave(ear);
    expect(hub.count).toBe(0);
    expect(hub.publish(ear.vaults[0] as VaultId, nobody, () => random(1))).toBe(0);
  });

  it("is one of so many of its account, whose leaving makes room; other accounts have their own", () => {
    const hub = new Hub(2);
    const account = random(16) as AccountId;
    const make = () => new Ear([newVault()], { account });
    const [first, second, third] = [make(), make(), make()];
    expect([first, second, third].map((ear) => hub.join(ear))).toEqual([true, true, false]);
    expect(hub.count).toBe(2);
    expect(hub.join(new Ear([newVault()]))).toBe(true);
    hub.leave(third);
    expect(hub.count).toBe(3);
    hub.leave(first);
    expect(hub.join(third)).toBe(true);
  });

  it("is closed with its session, and no other of the account's", () => {
    const hub = new Hub();
    const account = random(16) as AccountId;
    const [ended, twin, other] = [new Ear([], { account }), new Ear([], { account }), new Ear([], { account })];
    const same = new Ear([], { account, token: ended.token });
    const elsewhere = new Ear([], { token: ended.token });
    for (const ear of [ended, twin, other, same, elsewhere]) hub.join(ear);
    hub.end(account, ended.token);
    expect([ended, twin, other, same, elsewhere].map(({ closed }) => closed)).toEqual([
      [liveClose.sessionEnded],
      [],
      [],
      [liveClose.sessionEnded],
      [],
    ]);
    hub.end(random(16) as AccountId, twin.token);
    expect(twin.closed).toEqual([]);
  });
});
