// What a person is told when something was refused or could not be reached. Sentences alone; which exit code goes with them is the
// command's to say. The server's own words are never shown: its answers are codes.

import type { TransportFailure } from "@holdfast/core";
import type { Refusal } from "@holdfast/protocol";

export const plural = (count: number, one: string, many: string): string => `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;

export function unreachableText(why: TransportFailure["why"], origin: string): string {
  switch (why) {
    case "offline":
      return `${origin} can't be reached: there is no network.`;
    case "refused":
      return `${origin} can't be reached: nothing listens there.`;
    case "timeout":
      return `${origin} does not answer.`;
    case "certificate":
      return `${origin} can't be reached: its certificate is not trusted.`;
    case "name":
      return `${origin} can't be reached: its name is not known.`;
    case "other":
      return `${origin} can't be reached.`;
  }
}

const refusals: Readonly<Record<Refusal["kind"], string>> = {
  malformed: "The server did not understand the request.",
  "too-large": "The server refused the request as too large.",
  "not-found": "The server does not know what was asked for.",
  "sign-in-refused": "The server refused the sign-in.",
  "challenge-expired": "The sign-in took too long; try again.",
  "session-ended": "The session has ended: sign in again.",
  "account-taken": "This account name is taken on that server.",
  "signup-closed": "That server takes no new accounts.",
  "invitation-needed": "That server takes new accounts by invitation only.",
  stale: "The vault has moved on meanwhile; try again.",
  "history-differs": "The server's history does not match.",
  "signature-refused": "The server refused the signature of the change.",
  "items-refused": "The server refused some items.",
  "vault-full": "The vault is full.",
  "quota-full": "The account's space on the server is full.",
  "too-many-requests": "The server asks to wait; try again in a while.",
  "update-needed": "The server speaks a newer version: update Holdfast.",
  unavailable: "The server has trouble of its own; try again later.",
};

export const refusalText = (refusal: Refusal): string => refusals[refusal.kind];
