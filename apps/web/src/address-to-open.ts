// The address behind a website of an item, which a person types as they like and an import brings as it comes. Pure.

const schemes: readonly string[] = ["https:", "http:"];
/** `github.com/login`, `localhost:8080`, `router/`, `[::1]/x`: a host with whatever shows that it is one; a bare word may be anything. */
const hostFirst =
  /^(?:[\p{L}\p{M}\p{N}_-]+(?:\.[\p{L}\p{M}\p{N}_-]+)+\.?(?::\d{1,5})?(?:[/?#].*)?|(?:[\p{L}\p{M}\p{N}_-]+(?=\/)|localhost|\[[\da-f:.]+\])(?::\d{1,5})?(?:[/?#].*)?)$/iu;

/** What may be opened: a website and nothing that runs or belongs to another program; https where no scheme was typed. Null for the rest. */
export function addressToOpen(typed: string): string | null {
  const text = typed.trim();
  const url = URL.parse(hostFirst.test(text) ? `https://${text}` : text);
  // A name before the host looks like the host, and says nothing that a site should hear.
  const plain = url !== null && url.username === "" && url.password === "";
  return plain && schemes.includes(url.protocol) ? url.href : null;
}
