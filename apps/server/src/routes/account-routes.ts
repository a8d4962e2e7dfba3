// The routes of accounts, sessions and devices: bytes in, the work of auth/, bytes out.

import {
  challenge,
  challengeRequest,
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
} from "@holdfast/protocol";
import type { Challenges } from "../auth/challenges.ts";
import { authorize, type Session } from "../auth/sessions.ts";
import { openSession } from "../auth/sign-in.ts";
import { createAccount } from "../auth/sign-up.ts";
import type { Context } from "../ports.ts";
import { answer, emptyAnswer } from "./answer.ts";
import type { Asked } from "./asked.ts";
import { isCbor, readBody, readMessage } from "./body.ts";

type Answered = Promise<Result<Response, Refusal>>;

export async function signUpRoute(context: Context, { request }: Asked): Answered {
  if (!isCbor(request)) return err({ kind: "malformed" });
  const body = await readBody(request, limits.requestBytes);
  if (!body.ok) return body;
  const created = await createAccount(context, body.value);
  return created.ok ? ok(answer(signedUp, created.value)) : created;
}

export async function challengeRoute(context: Context, challenges: Challenges, { request }: Asked): Answered {
  const message = await readMessage(request, challengeRequest);
  if (!message.ok) return message;
  return ok(answer(challenge, { challenge: challenges.create(message.value.account), origin: context.settings.origin }));
}

export async function signInRoute(context: Context, challenges: Challenges, asked: Asked): Answered {
  const message = await readMessage(asked.request, signIn);
  if (!message.ok) return message;
  const opened = await openSession(context, challenges, message.value);
  if (!opened.ok) return opened;
  asked.by = { account: opened.value.accountId, device: message.value.device };
  return ok(answer(signedIn, opened.value));
}

export async function endSessionRoute(context: Context, asked: Asked): Answered {
  const session = await askedBy(context, asked);
  if (!session.ok) return session;
  const body = await readBody(asked.request, 0);
  if (!body.ok) return body;
  await context.storage.accounts.endSession(session.value.token);
  context.hub.end(session.value.account, session.value.token);
  return ok(emptyAnswer());
}

export async function devicesRoute(context: Context, asked: Asked): Answered {
  const session = await askedBy(context, asked);
  if (!session.ok) return session;
  const message = await readMessage(asked.request, devicesRequest);
  if (!message.ok) return message;
  const { account } = session.value;
  const vault = await context.storage.vaults.find(account, message.value.vault);
  if (vault === null) return err({ kind: "not-found" });
  return ok(answer(devices, { devices: await context.storage.accounts.devices(account, vault.vault) }));
}

/** The session of an authorized request, noted for the log. */
export async function askedBy(context: Context, asked: Asked): Promise<Result<Session, Refusal>> {
  const session = await authorize(context, asked.request.headers.get("authorization"));
  if (session.ok) asked.by = session.value;
  return session;
}
