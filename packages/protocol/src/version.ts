// The version of the protocol and the pin of its whole wire. Changing any shape changes the hash, and a test then asks
// for a new version with a line of history (CONTRIBUTING.md, "Changing the wire").

import { signedUp, signUp } from "./account.ts";
import { commit } from "./commit.ts";
import { devices, devicesRequest } from "./devices.ts";
import { refusal, refusalStatus } from "./errors.ts";
import { liveEvent, liveRequest } from "./live.ts";
import { pullFrame, pullRequest } from "./pull.ts";
import { pushed } from "./push.ts";
import { challenge, challengeRequest, signedIn, signIn } from "./session.ts";
import type { Schema } from "./shape.ts";

/** Sent with every request as `Holdfast-Protocol`; the server refuses one it does not speak with `update-needed`. */
export const protocolVersion = 1;
export const protocolHeader = "holdfast-protocol";

/** Every message of the wire by name. */
export const wireSchema: Schema = {
  signUp: signUp.schema,
  signedUp: signedUp.schema,
  challengeRequest: challengeRequest.schema,
  challenge: challenge.schema,
  signIn: signIn.schema,
  signedIn: signedIn.schema,
  devicesRequest: devicesRequest.schema,
  devices: devices.schema,
  commit: commit.schema,
  pushed: pushed.schema,
  pullRequest: pullRequest.schema,
  pullFrame: pullFrame.schema,
  refusal: refusal.schema,
  refusalStatus: Object.fromEntries(Object.entries(refusalStatus).map(([kind, status]) => [kind, String(status)])),
  liveRequest: liveRequest.schema,
  liveEvent: liveEvent.schema,
};

/** SHA-256 of JSON.stringify(wireSchema) for each version, newest last. */
export const wireHistory: readonly { readonly version: number; readonly sha256: string; readonly change: string }[] = [
  { version: 1, sha256: "7cc114b461d15492464bd409451df3381dccb970208744e4b5f3b6e720de10e4", change: "The first wire." },
];
