// The address of a server as a person types it, made exact or refused with a sentence.

import { checkOrigin, type OriginFailure } from "@holdfast/core/adapters/origin";
import { err, type Result } from "@holdfast/protocol";

const sentences: Readonly<Record<OriginFailure["type"], string>> = {
  "not-a-url": "this is no address; one looks like https://vault.example.org.",
  "not-http": "an address begins with https://, or with http:// on this machine.",
  "plain-http-beyond-loopback": "plain http is for this machine alone; elsewhere it takes https.",
  "more-than-an-origin": "an address has no path and no user name behind the server.",
};

export function serverOrigin(text: string): Result<string, string> {
  const origin = checkOrigin(text);
  return origin.ok ? origin : err(sentences[origin.error.type]);
}
