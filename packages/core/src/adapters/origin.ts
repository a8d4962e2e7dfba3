// A server's origin as a person types it, made exact. Plain http is for this machine alone: elsewhere anybody on the way could read the
// session token. In adapters, since the pure part of core knows no URL.

import { err, ok, type Result } from "@holdfast/protocol";

export type OriginFailure =
  | { readonly type: "not-a-url" }
  /** Neither https nor http. */
  | { readonly type: "not-http" }
  | { readonly type: "plain-http-beyond-loopback" }
  /** A path, a query, a fragment or a user name stands with it: an origin has none. */
  | { readonly type: "more-than-an-origin" };

/** The origin (RFC 6454, 6.2) that `text` names: scheme, host in lower case, port where it is not the scheme's own; no slash at the end. */
export function checkOrigin(text: string): Result<string, OriginFailure> {
  const url = URL.parse(text.trim());
  if (url === null) return err({ type: "not-a-url" });
  if (url.protocol !== "https:" && url.protocol !== "http:") return err({ type: "not-http" });
  if (url.pathname !== "/" || url.search !== "" || url.hash !== "" || url.username !== "" || url.password !== "") {
    return err({ type: "more-than-an-origin" });
  }
  if (url.protocol === "http:" && !isLoopback(url.hostname)) return err({ type: "plain-http-beyond-loopback" });
  return ok(url.origin);
}

/** The URL parser has made every way to write an IPv4 address one. */
const isLoopback = (host: string): boolean => host === "localhost" || host === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(host);
