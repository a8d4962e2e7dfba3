// Lies about who is who: refusals of a pull that nothing calls for, a sign-in that is refused or asked for under another name, and the session of
// somebody else.

import { challenge, decode, encode, genesis, type HeadRef, pullRequest, type Refusal } from "@holdfast/protocol";
import { refusing } from "../../support/lying.ts";
import type { Lie, Outcome, Question } from "./lie.ts";

/** Of a pull: not where heads or the list alone are asked for, since that is a part of something else. */
function isPart({ request: { path, body } }: Question): boolean {
  const asked = path.endsWith("/pull") ? decode(pullRequest, body ?? new Uint8Array()) : null;
  return asked?.ok === true && (asked.value.headsOnly === true || asked.value.pairsOnly === true);
}

const refuses = (may: readonly Outcome[], reason: (question: Question) => Refusal | null): Lie => ({
  instead: (question) => {
    const refused = isPart(question) ? null : reason(question);
    return refused === null ? null : { answer: refusing(refused), may };
  },
});

/** Whatever the true server says next. */
const goesOn: readonly Outcome[] = [
  "taken",
  "acknowledged",
  "unreachable",
  "sign-in-refused",
  "server-behind",
  "history-differs",
  "left",
  "quota-full",
  "not-holdfast",
];

/** Another history than the device's: one of its own old heads, or one that was never anybody's. // S20, S21 */
function otherHead({ known, dice }: Question): HeadRef | null {
  const { vault } = known;
  if (vault === null || vault.heads.length === 0) return null;
  const seq = dice.below(vault.heads.length);
  const old = seq === 0 ? genesis : { seq, hash: vault.heads[seq - 1]?.hash ?? genesis.hash };
  return dice.pick<HeadRef>([
    old,
    { seq: vault.head.seq + dice.below(3), hash: new Uint8Array(32).fill(1 + dice.below(9)) as HeadRef["hash"] },
  ]);
}

export const pullRefusals = {
  "the history is another one": refuses(
    ["server-behind", "history-differs", "left", "unreachable", "taken", "sign-in-refused"],
    (question) => {
      const head = otherHead(question);
      return head === null ? null : { kind: "history-differs", head };
    },
  ),
  "there is no such vault": refuses(["vault-gone"], () => ({ kind: "not-found" })),
  "the client is too old": refuses(["protocol-version"], () => ({ kind: "update-needed", version: 99 })),
  "the session has ended": refuses(goesOn, () => ({ kind: "session-ended" })),
  // Said to a question for everything it makes no difference: what is new is asked for by itself, and answered as it is. // S39
  "the server itself has failed": refuses(["unreachable", "taken", "left", "server-behind", "history-differs"], () => ({
    kind: "unavailable",
  })),
} as const satisfies Readonly<Record<string, Lie>>;

export const challengeLies = {
  "the server has another name": {
    about: async (_, { status, body }) => {
      const asked = status === 200 ? decode(challenge, body) : null;
      if (!asked?.ok) return null;
      return { answer: { status, body: encode(challenge, { ...asked.value, origin: "https://elsewhere.test" }) }, may: ["not-holdfast"] };
    },
  },
} as const satisfies Readonly<Record<string, Lie>>;

export const sessionLies = {
  // A person who then heals signs up again where the account is: it is there, and so is what they know. // H15
  "the sign-in is refused": refuses(goesOn, () => ({ kind: "sign-in-refused" })),
  "the session is somebody else's": {
    about: async ({ known, dice }, { status }) => {
      const other = dice.any(known.sessions.filter(({ account }) => account !== known.account));
      return status !== 200 || other === undefined ? null : { answer: { status, body: other.body }, may: ["vault-gone", ...goesOn] };
    },
  },
} as const satisfies Readonly<Record<string, Lie>>;
