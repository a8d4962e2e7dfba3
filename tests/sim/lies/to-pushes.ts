// Lies to a push: that it was taken where it was not, that it stands elsewhere, or that it was refused. A push that is answered so never reaches
// the server, but where the lie is about its place alone.

import type { WholeAnswer } from "@holdfast/core/testing/app-transport";
import { commit, decode, encode, type HeadRef, type ItemId, pushed, type Refusal, refusal, refusalStatus } from "@holdfast/protocol";
import { turned } from "../../support/keys.ts";
import { refusing } from "../../support/lying.ts";
import type { Lie, Lied, Outcome, Question } from "./lie.ts";

const acknowledging = (head: HeadRef): WholeAnswer => ({ status: 200, body: encode(pushed, { head }) });

const refuses = (may: readonly Outcome[], reason: (question: Question) => Refusal | null): Lie => ({
  instead: (question) => {
    const refused = reason(question);
    return refused === null ? null : { answer: refusing(refused), may };
  },
});

const itemsOf = ({ request }: Question): readonly ItemId[] => {
  const sent = decode(commit, request.body ?? new Uint8Array());
  return sent.ok ? sent.value.changes.map(({ item }) => item) : [];
};

const headOf = ({ request, known }: Question): HeadRef | null => known.chronicle.wrote(request.body ?? new Uint8Array());

/** What is stale for the server is answered with what the device lacks; that is altered. // S9 */
async function altersMissing(_: Question, truth: WholeAnswer): Promise<Lied | null> {
  const refused = decode(refusal, truth.body);
  if (!refused.ok || refused.value.kind !== "stale" || refused.value.missing === undefined || refused.value.missing.length < 30)
    return null;
  const missing = turned(refused.value.missing, -20);
  return { answer: { status: refusalStatus.stale, body: encode(refusal, { ...refused.value, missing }) }, may: anything };
}

/** The device asks anew and goes on, as far as the network lets it; or the history is another one by then. */
const anything: readonly Outcome[] = [
  "taken",
  "acknowledged",
  "unreachable",
  "server-behind",
  "history-differs",
  "left",
  "sign-in-refused",
  "quota-full",
  "vault-gone",
];

export const pushLies = {
  "it is acknowledged and not stored": {
    instead: (question) => {
      const head = headOf(question);
      return head === null ? null : { answer: acknowledging(head), may: ["acknowledged"], forgets: head };
    },
  },
  "it is acknowledged under another head": {
    about: async (question, { status }) => {
      const head = headOf(question);
      if (status !== 200 || head === null) return null;
      const other = question.dice.pick<HeadRef>([
        { ...head, seq: head.seq + 1 },
        { ...head, hash: turned(head.hash) as HeadRef["hash"] },
      ]);
      return { answer: acknowledging(other), may: ["not-holdfast"] };
    },
  },
  "it is called stale": refuses(anything, ({ known }) => ({
    kind: "stale",
    head: known.vault?.head ?? { seq: 0, hash: new Uint8Array(32) as HeadRef["hash"] },
  })),
  "what it lacks is altered": { about: altersMissing },
  "its items are refused": refuses(["items-refused"], (question) => {
    const items = itemsOf(question);
    const some = items.filter(() => question.dice.once(2));
    const [first] = items;
    return first === undefined ? null : { kind: "items-refused", items: some.length === 0 ? [first] : some };
  }),
  "items that it does not bear are refused": refuses(["not-holdfast"], () => ({
    kind: "items-refused",
    items: [new Uint8Array(16).fill(0xee) as ItemId],
  })),
  // Smaller and smaller commits follow, and the last of them is set aside.
  "it is too large": refuses(["too-large", ...anything], (question) => (itemsOf(question).length === 0 ? null : { kind: "too-large" })),
  "its signature is refused": refuses(["signature-refused"], () => ({ kind: "signature-refused" })),
  "there is no room": refuses(["quota-full"], () => ({ kind: "quota-full" })),
  "the device is too old": refuses(["protocol-version"], () => ({ kind: "update-needed", version: 99 })),
  "the vault is not known": refuses(["vault-gone"], () => ({ kind: "not-found" })),
  "everybody is to be silent": {
    instead: ({ dice }) => {
      const retryMs = dice.pick([0, 90_000, 2 ** 40]);
      return { answer: refusing({ kind: "too-many-requests", retryMs }), may: ["unreachable"], holdsMs: Math.min(retryMs, 3_600_000) };
    },
  },
} as const satisfies Readonly<Record<string, Lie>>;

export type PushLie = keyof typeof pushLies;
