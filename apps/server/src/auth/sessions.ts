// Sessions in use: from the Authorization header to who asks. A session that nobody used for a while is over.

import { err, type Hash, limits, ok, type Refusal, type Result, tokenBytes } from "@holdfast/protocol";
import type { Ports } from "../ports.ts";
import { sha256 } from "../sha256.ts";
import type { StoredSession } from "../storage/storage.ts";

/** A use is noted when the last noted one is older than this: a durable write for each request would cost more than it tells. */
const noteUseMs = 3_600_000;

export interface Session extends StoredSession {
  readonly token: Hash;
}

/** Who bears `authorization`, the header's text: `Bearer` and the token as base64url without padding (RFC 6750, 2.1). */
export async function authorize(ports: Ports, authorization: string | null): Promise<Result<Session, Refusal>> {
  const token = tokenHash(authorization);
  const session = token === null ? null : await findSession(ports, token);
  return session === null ? err({ kind: "session-ended" }) : ok(session);
}

/** The session whose token has this SHA-256, its use noted, or null where there is none any more. // C23 */
export async function findSession({ storage, clock }: Ports, token: Hash): Promise<Session | null> {
  const held = await storage.accounts.session(token);
  if (held === null) return null;
  const idle = clock.now() - held.used;
  if (idle >= limits.sessionIdleMs) {
    await storage.accounts.endSession(token);
    return null;
  }
  if (idle >= noteUseMs) await storage.accounts.useSession(token, clock.now());
  return { ...held, token };
}

function tokenHash(authorization: string | null): Hash | null {
  const written = /^Bearer ([A-Za-z0-9_-]{43})$/.exec(authorization ?? "")?.[1];
  if (written === undefined) return null;
  const token = new Uint8Array(Buffer.from(written, "base64url"));
  // The last character has bits to spare: only the form that encoding gives is taken.
  return token.length === tokenBytes && Buffer.from(token).toString("base64url") === written ? sha256(token) : null;
}
