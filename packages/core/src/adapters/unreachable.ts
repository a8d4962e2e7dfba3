// Why there was no answer, told from what Node's fetch throws.

import type { TransportFailure } from "../sync/transport.ts";

type Why = TransportFailure["why"];

/** System error codes (libuv), and those of undici, which is Node's fetch. */
const byCode: ReadonlyMap<string, Why> = new Map([
  ["ECONNREFUSED", "refused"],
  ["ENOTFOUND", "name"],
  ["EAI_AGAIN", "offline"], // no name server answered: usually there is no network
  ["ENETUNREACH", "offline"],
  ["ENETDOWN", "offline"],
  ["EHOSTUNREACH", "offline"],
  ["EHOSTDOWN", "offline"],
  ["EADDRNOTAVAIL", "offline"],
  ["ETIMEDOUT", "timeout"],
  ["UND_ERR_CONNECT_TIMEOUT", "timeout"],
  ["UND_ERR_HEADERS_TIMEOUT", "timeout"],
  ["UND_ERR_BODY_TIMEOUT", "timeout"],
]);

/** OpenSSL's names for what is wrong with a certificate (X509_V_ERR_…), as Node gives them, and Node's own. */
const certificate =
  /^(CERT_|ERR_TLS_CERT_|DEPTH_ZERO_SELF_SIGNED|SELF_SIGNED_|UNABLE_TO_(GET|VERIFY|DECODE|DECRYPT)_|HOSTNAME_MISMATCH|INVALID_(CA|PURPOSE))/;

export function whyUnreachable(error: unknown): Why {
  const codes = codesOf(error);
  if (codes.some((code) => certificate.test(code))) return "certificate";
  for (const code of codes) {
    const why = byCode.get(code);
    if (why !== undefined) return why;
  }
  return "other";
}

/** A connection that broke after it stood: what a kept one does when the server has closed it meanwhile. */
export const brokeOff = (error: unknown): boolean =>
  codesOf(error).some((code) => code === "ECONNRESET" || code === "EPIPE" || code === "UND_ERR_SOCKET");

/** The codes of an error, of its causes and of what it gathers (one attempt for each address of a name), outermost first. */
function codesOf(error: unknown, depth = 0): string[] {
  if (!(error instanceof Error) || depth > 4) return [];
  const own = "code" in error && typeof error.code === "string" ? [error.code] : [];
  const gathered = error instanceof AggregateError ? error.errors : [];
  return [...own, ...[error.cause, ...gathered].flatMap((inner) => codesOf(inner, depth + 1))];
}
