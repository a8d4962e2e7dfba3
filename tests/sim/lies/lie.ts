// What a lie is: an answer that is not the server's, made without any key, of what the server has, has heard and has once said. With it goes what
// may come of it: the codes of docs/spec/sync.md, or that it came to nothing. Whatever else comes of it is a fault of the product.

import type { AlarmReason } from "@holdfast/core";
import type { WholeAnswer } from "@holdfast/core/testing/app-transport";
import type { TransportRequest } from "@holdfast/core/testing/inside";
import type { MemoryVault } from "@holdfast/server/testing/memory";
import type { Chronicle } from "../chronicle.ts";
import type { Dice } from "../dice.ts";

/** What a device makes of an answer: an alarm, what it tells of instead, or what it takes. */
export type Outcome =
  | AlarmReason
  /** Not an answer of this protocol: tried again later, and nobody is alarmed. */
  | "not-holdfast"
  /** Tried again later, for another reason. */
  | "unreachable"
  /** Troubles that a refusal brings about. */
  | "vault-gone"
  | "protocol-version"
  | "sign-in-refused"
  | "signature-refused"
  | "quota-full"
  | "items-refused"
  | "too-large"
  | "later-epoch"
  /** Taken but for items that are named as damaged. // S39 */
  | "revision-lost"
  /** A verified state was taken: the one that the device had, or a true one. */
  | "taken"
  /** A push of the device was acknowledged. */
  | "acknowledged"
  /** It has left its chain, which takes a person's word or another device's. */
  | "left";

/** An answer as it was given before, and to whom. */
export interface Said {
  readonly account: string;
  readonly device: string;
  readonly body: Uint8Array;
}

/** All that whoever lies has to make lies of. */
export interface Known {
  readonly account: string;
  readonly device: string;
  /** The vault as the server has it; null where it has none. */
  readonly vault: MemoryVault | null;
  /** Items that somebody has purged, in hex. */
  readonly purged: ReadonlySet<string>;
  /** Answers to pulls and to sign-ins, oldest first. */
  readonly pulls: readonly Said[];
  readonly sessions: readonly Said[];
  readonly chronicle: Chronicle;
}

export interface Question {
  readonly request: TransportRequest;
  readonly dice: Dice;
  readonly known: Known;
}

export interface Lied {
  readonly answer: WholeAnswer;
  readonly may: readonly Outcome[];
  /** The list of all (item, hash), which would mend it (S39), is kept back in the same run. */
  readonly hides?: boolean;
  /** The head that was acknowledged and is nowhere. */
  readonly forgets?: ReturnType<Chronicle["wrote"]>;
  /** For how long the device was told to be silent, in milliseconds. */
  readonly holdsMs?: number;
}

/** `instead`: the server never hears of it. `about`: made of its true answer. null: such a lie can't be told here. */
export type Lie =
  | { readonly instead: (question: Question) => Lied | null; readonly about?: never }
  | { readonly about: (question: Question, truth: WholeAnswer) => Promise<Lied | null>; readonly instead?: never };
