// The routes of accounts, sessions and devices: bytes in, the work of auth/, bytes out.

import {
  challenge,
  challengeRequest,
  decode,
  devices,
  devicesRequest,
  err,
  limits,
  ok,
  type Refusal,
  type Result,
  signedIn,
  signedUp,
  signIn,
  signUp,
} from "@holdfast/protocol";
import type { Challenges } from "../auth/challenges.ts";
import { authorize, type Session } from "../auth/sessions.ts";
import { openSession } from "../auth/sign-in.ts";
import { createAccount } from "../auth/sign-up.ts";
import type { Context } from "../ports.ts";
import { sha256 } from "../sha256.ts";
import { answer, emptyAnswer } from "./answer.ts";
import type { Asked } from "./asked.ts";
import { isCbor, readMessage, readSmall } from "./body.ts";

type Answered = Promise<Result<Response, Refusal>>;

export async function signUpRoute(context: Context, asked: Asked): Answered {
  const { request, from } = asked;
  const busy = tooMany(context.gate.address(from.address) || context.gate.signUp(from.address));
  if (busy !== null) return busy;
  if (!isCbor(request)) return err({ kind: "malformed" });
  const body = await readSmall(context, asked, limits.requestBytes);
  if (!body.ok) return body;
  const decoded = decode(signUp, body.value);
  if (!decoded.ok) return err({ kind: "malformed" });
  const often = tooMany(context.gate.name(decoded.value.account, from.address));
  if (often !== null) return often;
  const created = await createAccount(context, decoded.value, sha256(body.value));
  return created.ok ? ok(answer(signedUp, created.value)) : created;
}

export async function challengeRoute(context: Context, challenges: Challenges, asked: Asked): Answered {
  const { from } = asked;
  const busy = tooMany(context.gate.address(from.address));
  if (busy !== null) return busy;
  const message = await readMessage(context, asked, challengeRequest);
  if (!message.ok) return message;
  const often = tooMany(context.gate.name(message.value.account, from.address));
  if (often !== null) return often;
  return ok(answer(challenge, { challenge: challenges.create(message.value.account), origin: context.settings.origin }));
}

export async function signInRoute(context: Context, challenges: Challenges, asked: Asked): Answered {
  const { gate } = context;
  const { address } = asked.from;
  const busy = tooMany(gate.address(address));
  if (busy !== null) return busy;
  const message = await readMessage(context, asked, signIn);
  if (!message.ok) return message;
  const often = tooMany(gate.name(message.value.account, address));
  if (often !== null) return often;
  const opened = await openSession(context, challenges, message.value);
  if (!opened.ok) return opened;
  gate.knows(message.value.account, address);
  asked.by = { account: opened.value.accountId, device: message.value.device };
  return ok(answer(signedIn, opened.value));
}

export async function endSessionRoute(context: Context, asked: Asked): Answered {
  const session = await askedBy(context, asked);
  if (!session.ok) return session;
  const body = await readSmall(context, asked, 0);
  if (!body.ok) return body;
  await context.storage.accounts.endSession(session.value.token);
  context.hub.end(session.value.account, session.value.token);
  return ok(emptyAnswer());
}

export async function devicesRoute(context: Context, asked: Asked): Answered {
  const session = await askedBy(context, asked);
  if (!session.ok) return session;
  const message = await readMessage(context, asked, devicesRequest);
  if (!message.ok) return message;
  const { account } = session.value;
  const vault = await context.storage.vaults.find(account, message.value.vault);
  if (vault === null) return err({ kind: "not-found" });
  return ok(answer(devices, { devices: await context.storage.accounts.devices(account, vault.vault) }));
}

/** The session of an authorized request, noted for the log. */
export async function askedBy(context: Context, asked: Asked): Promise<Result<Session, Refusal>> {
  const session = await authorize(context, asked.request.headers.get("authorization"));
  if (!session.ok) return session;
  asked.by = session.value;
  return tooMany(context.gate.account(session.value.account)) ?? session;
}

/** The refusal that names when to come again; null for 0. // C31 */
export const tooMany = (retryMs: number): { readonly ok: false; readonly error: Refusal } | null =>
  retryMs === 0 ? null : err({ kind: "too-many-requests", retryMs });
