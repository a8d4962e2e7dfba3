// An invitation as people hand it on: 32 hex digits in groups of four. Spaces, line ends, hyphens and case do not matter.

import { type Bytes, fromHex, toHex } from "@holdfast/protocol";

const invitationBytes = 16;

export const invitationText = (token: Bytes): string => (toHex(token).match(/.{4}/g) ?? []).join("-");

/** The bytes of a written invitation, or null. */
export function parseInvitation(text: string): Bytes | null {
  const bytes = fromHex(text.replace(/[\s-]/g, "").toLowerCase());
  return bytes?.length === invitationBytes ? bytes : null;
}
