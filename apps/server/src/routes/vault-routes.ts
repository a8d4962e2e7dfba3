// The routes of a vault: push and pull. Another account's vault and one that does not exist are the same answer. // C12

import {
  equalBytes,
  err,
  fromHex,
  type Hash,
  hashBytes,
  idFromHex,
  limits,
  ok,
  pullRequest,
  pushed,
  type Refusal,
  type Result,
  type VaultId,
} from "@holdfast/protocol";
import type { Session } from "../auth/sessions.ts";
import { failureCode, fingerprint } from "../journal.ts";
import { busyMs } from "../limit/gate.ts";
import { push } from "../log/append.ts";
import { pullFrames } from "../log/frames.ts";
import { planPull } from "../log/read.ts";
import { staleRefusal } from "../log/stale.ts";
import type { Context } from "../ports.ts";
import type { StoredVault } from "../storage/storage.ts";
import { askedBy } from "./account-routes.ts";
import { answer, answerStream } from "./answer.ts";
import type { Asked } from "./asked.ts";
import { isCbor, readBody, readMessage } from "./body.ts";

type Answered = Promise<Result<Response, Refusal>>;

export async function pushRoute(context: Context, asked: Asked): Answered {
  const found = await askedVault(context, asked);
  if (!found.ok) return found;
  const { session, vault } = found.value;
  const ifMatch = readIfMatch(asked.request);
  if (ifMatch === null || !isCbor(asked.request)) return err({ kind: "malformed" });
  // C4: compared before the body is read, so that a stale push of megabytes costs its headers.
  if (!equalBytes(vault.head.hash, ifMatch)) return err(await staleRefusal(context.storage.vaults, vault, ifMatch));
  const told = Number(asked.request.headers.get("content-length") ?? limits.pushBytes);
  const release = context.gate.push(session.account, Number.isFinite(told) ? told : limits.pushBytes);
  if (release === null) return err({ kind: "too-many-requests", retryMs: busyMs });
  try {
    const body = await readBody(asked.request, limits.pushBytes, context.timers);
    if (!body.ok) return body;
    const head = await push(context, session, { vault, ifMatch, body: body.value });
    return head.ok ? ok(answer(pushed, { head: head.value })) : head;
  } finally {
    release();
  }
}

export async function pullRoute(context: Context, asked: Asked): Answered {
  const found = await askedVault(context, asked);
  if (!found.ok) return found;
  const message = await readMessage(context, asked, pullRequest);
  if (!message.ok) return message;
  const { session, vault } = found.value;
  const { vaults } = context.storage;
  const plan = await planPull(vaults, vault, message.value);
  if (!plan.ok) return plan;
  const over = context.gate.answer(session.account);
  if (over === null) return err({ kind: "too-many-requests", retryMs: busyMs });
  const frames = pullFrames(vaults, plan.value, () => noteSeen(context, session, vault, plan.value.to.seq));
  const failed = (failure: unknown): void => note(context, session, { event: "pull-cut", result: failureCode(failure) });
  try {
    return ok(await answerStream(frames, { timers: context.timers, bearer: asked.from.bearer, failed, over }));
  } catch (failure) {
    over();
    throw failure;
  }
}

/** The session that asks and the vault it asks for. */
async function askedVault(context: Context, asked: Asked): Promise<Result<{ session: Session; vault: StoredVault }, Refusal>> {
  const session = await askedBy(context, asked);
  if (!session.ok) return session;
  const id = idFromHex<VaultId>(asked.vault);
  const vault = id === null ? null : await context.storage.vaults.find(session.value.account, id);
  return vault === null ? err({ kind: "not-found" }) : ok({ session: session.value, vault });
}

/** The hash in `If-Match: "<hex>"` (RFC 9110, 13.1.1, one strong tag), or null. */
function readIfMatch(request: Request): Hash | null {
  const hex = /^"([0-9a-f]*)"$/.exec(request.headers.get("if-match") ?? "")?.[1];
  const bytes = hex === undefined ? null : fromHex(hex);
  return bytes?.length === hashBytes ? (bytes as Hash) : null;
}

/** Notes what the device has now pulled. Where that can't be written the pull is none the worse. // C19 */
async function noteSeen(context: Context, session: Session, { vault }: StoredVault, seq: number): Promise<void> {
  try {
    await context.storage.accounts.saw({ vault, device: session.device, at: context.clock.now(), seq });
  } catch (failure) {
    note(context, session, { event: "saw", result: failureCode(failure) });
  }
}

function note({ log, clock }: Context, { account, device }: Session, line: { readonly event: string; readonly result: string }): void {
  log({ at: clock.now(), ...line, account: fingerprint(account), device: fingerprint(device), ms: 0 });
}
