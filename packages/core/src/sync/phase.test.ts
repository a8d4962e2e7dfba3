import type { ItemId } from "@holdfast/protocol";
import { describe, expect, it } from "vitest";
import type { Trouble } from "../store/store.ts";
import { attentionOf, type Facts, phaseOf } from "./phase.ts";
import type { Attention } from "./status.ts";

const item = new Uint8Array(16).fill(1) as ItemId;
const other = new Uint8Array(16).fill(2) as ItemId;

/** Every kind of trouble as the engine notes it. */
const troubles: readonly Trouble[] = [
  { kind: "unreachable", reason: "offline", items: [] },
  { kind: "behind", reason: "server-behind", items: [] },
  { kind: "diverged", reason: "chain-broken", items: [] },
  { kind: "damaged", reason: "root-differs", items: [] },
  { kind: "damaged", reason: "revision-unreadable", items: [item] },
  { kind: "sign-in", reason: "sign-in-refused", items: [] },
  { kind: "refused", reason: "items-refused", items: [item, other] },
  { kind: "server-full", reason: "vault-full", items: [] },
  { kind: "update-needed", reason: "protocol-version", items: [] },
];

const conflict: Attention = { kind: "conflict", items: [item] };

/** Everything that can be the case at once: 2^9 sets of troubles, and each other fact. */
function* everyCase(): Generator<Facts> {
  for (let set = 0; set < 2 ** troubles.length; set++) {
    const standing = troubles.filter((_, i) => (set >> i) & 1);
    for (const enabled of [true, false]) {
      for (const restored of [true, false]) {
        for (const waiting of [0, 3]) {
          for (const running of [null, { done: 1, total: 2 }]) {
            for (const itemAttention of [[], [conflict]]) {
              yield { replica: { enabled, restored, lastSync: 5, troubles: standing }, waiting, running, itemAttention };
            }
          }
        }
      }
    }
  }
}

/** S18 read out loud: the phases in their order, each with when it applies. */
function expectedPhase({ replica, waiting, running, itemAttention }: Facts): string {
  const has = (kind: Trouble["kind"]) => replica.troubles.some((trouble) => trouble.kind === kind);
  const applies: readonly (readonly [string, boolean])[] = [
    ["off", !replica.enabled],
    ["sign-in-needed", has("sign-in")],
    ["attention", has("behind") || has("diverged")],
    ["syncing", running !== null],
    ["waiting", waiting > 0 || has("unreachable") || has("server-full") || !replica.restored],
    ["attention", has("damaged") || has("update-needed") || itemAttention.length > 0],
    ["up-to-date", true],
  ];
  return applies.find(([, applied]) => applied)?.[0] ?? "";
}

const at = (facts: Partial<Omit<Facts, "replica">> & { readonly replica?: Partial<Facts["replica"]> }): Facts => ({
  waiting: 0,
  itemAttention: [],
  running: null,
  ...facts,
  replica: { enabled: true, restored: true, lastSync: 5, troubles: [], ...facts.replica },
});
const trouble = (kind: Trouble["kind"]) => troubles.filter((each) => each.kind === kind);

describe("the phase", () => {
  it("[S18] is the first that applies, in every case there can be", () => {
    let cases = 0;
    for (const facts of everyCase()) {
      cases++;
      const { phase } = phaseOf(facts);
      if (phase !== expectedPhase(facts)) expect(phase, JSON.stringify(facts)).toBe(expectedPhase(facts));
    }
    expect(cases).toBe(2 ** 9 * 2 ** 5);
  });

  it("[S18] lists all that wants a look beside whichever phase shows, alarms and refusals first", () => {
    const all = attentionOf(at({ replica: { enabled: false, troubles }, itemAttention: [conflict] }));
    expect(all.map(({ kind }) => kind)).toEqual(["behind", "diverged", "damaged", "damaged", "update-needed", "conflict"]);
    expect(all[0]).toEqual({ kind: "behind", reason: "server-behind" });
    expect(all[3]).toEqual({ kind: "damaged", reason: "revision-unreadable", items: [item] });
    const shown = phaseOf(at({ replica: { troubles: trouble("diverged") }, itemAttention: [conflict] }));
    expect(shown).toEqual({ phase: "attention", kinds: [{ kind: "diverged", reason: "chain-broken" }, conflict] });
  });

  it("[S18] bears what its words need", () => {
    expect(phaseOf(at({}))).toEqual({ phase: "up-to-date", lastSync: 5 });
    expect(phaseOf(at({ replica: { lastSync: null } }))).toEqual({ phase: "up-to-date", lastSync: null });
    expect(phaseOf(at({ replica: { enabled: false }, waiting: 2 }))).toEqual({ phase: "off", waiting: 2 });
    expect(phaseOf(at({ replica: { troubles: trouble("sign-in") }, waiting: 2 }))).toEqual({ phase: "sign-in-needed", waiting: 2 });
    expect(phaseOf(at({ running: { done: 312, total: 10_000 } }))).toEqual({ phase: "syncing", done: 312, total: 10_000 });
  });

  it("[S18] says why changes wait: no network before a full server, that before refused items", () => {
    const reason = (waiting: number, ...kinds: readonly Trouble["kind"][]) => {
      const phase = phaseOf(at({ replica: { troubles: kinds.flatMap(trouble) }, waiting }));
      return phase.phase === "waiting" ? phase.reason : phase.phase;
    };
    expect(reason(3)).toEqual({ type: "soon" });
    expect(reason(3, "refused")).toEqual({ type: "refused", items: 2 });
    expect(reason(3, "damaged", "refused")).toEqual({ type: "refused", items: 2 });
    expect(reason(3, "damaged")).toEqual({ type: "soon" });
    expect(reason(3, "refused", "server-full")).toEqual({ type: "server-full" });
    expect(reason(3, "refused", "server-full", "unreachable")).toEqual({ type: "offline" });
    expect(reason(0, "unreachable")).toEqual({ type: "offline" });
    expect(reason(0, "server-full")).toEqual({ type: "server-full" });
    expect(reason(0)).toBe("up-to-date");
    expect(phaseOf(at({ replica: { restored: false } }))).toEqual({ phase: "waiting", waiting: 0, reason: { type: "soon" } });
  });

  it("[S18] says whether nothing answered, or a server that will be asked again", () => {
    const reason = (why: string, retryAt?: number | null) => {
      const replica = { troubles: [{ kind: "unreachable", reason: why, items: [] }] } as const;
      const phase = phaseOf(at({ replica, ...(retryAt === undefined ? {} : { retryAt }) }));
      return phase.phase === "waiting" ? phase.reason : phase.phase;
    };
    for (const why of ["offline", "refused", "timeout", "name", "other"]) expect(reason(why, 9)).toEqual({ type: "offline" });
    expect(reason("certificate", 9)).toEqual({ type: "offline", why: "certificate" });
    expect(reason("busy", 9)).toEqual({ type: "retry", at: 9 });
    expect([reason("busy", null), reason("busy")]).toEqual([{ type: "offline" }, { type: "offline" }]);
  });
});
