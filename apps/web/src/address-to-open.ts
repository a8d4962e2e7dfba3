// The address behind a website of an item, which a person types as they like and an import brings as it comes. Pure.

const schemes: readonly string[] = ["https:", "http:"];
/** `router`, `github.com/login`, `localhost:8080`, `[::1]/x`: a host, and whatever follows it. */
const hostFirst = /^(?:[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)*\.?|\[[\da-f:.]+\])(?::\d{1,5})?(?:[/?#].*)?$/iu;

/** What may be opened: a website and nothing that runs or belongs to another program; https where no scheme was typed. Null for the rest. */
export function addressToOpen(typed: string): string | null {
  const text = typed.trim();
  const url = URL.parse(hostFirst.test(text) ? `https://${text}` : text);
  return url !== null && schemes.includes(url.protocol) ? url.href : null;
}
