// Invitations to make an account: 16 random bytes that somebody who runs the server hands on, good once and for a week.
// Whoever reads the database can't use one. // C29

import type { Bytes } from "@holdfast/protocol";
import type { Ports } from "../ports.ts";
import { sha256 } from "../sha256.ts";

export const invitationBytes = 16;
export const invitationMs = 7 * 24 * 3_600_000;

export interface NewInvitation {
  readonly token: Bytes;
  /** Milliseconds since 1970. */
  readonly until: number;
}

export async function invite({ storage, clock, randomBytes }: Pick<Ports, "storage" | "clock" | "randomBytes">): Promise<NewInvitation> {
  const token = randomBytes(invitationBytes);
  const at = clock.now();
  const until = at + invitationMs;
  await storage.accounts.invite({ token: sha256(token), at, until });
  return { token, until };
}
