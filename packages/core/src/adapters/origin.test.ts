import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { httpTransport } from "./http-transport.ts";
import { checkOrigin } from "./origin.ts";

describe("checkOrigin", () => {
  it.each([
    ["https://vault.example.org", "https://vault.example.org"],
    ["  HTTPS://Vault.Example.Org/ ", "https://vault.example.org"],
    ["https://vault.example.org:443", "https://vault.example.org"],
    ["https://vault.example.org:8443/", "https://vault.example.org:8443"],
    ["https://bücher.example", "https://xn--bcher-kva.example"],
    ["http://127.0.0.1:8480", "http://127.0.0.1:8480"],
    ["http://127.1.2.3", "http://127.1.2.3"],
    ["http://localhost:8480", "http://localhost:8480"],
    ["http://[::1]:8480", "http://[::1]:8480"],
    ["http://0x7f.1", "http://127.0.0.1"],
  ])("takes %j as %j", (text, origin) => {
    expect(checkOrigin(text)).toEqual({ ok: true, value: origin });
  });

  it.each([
    ["", "not-a-url"],
    ["vault.example.org", "not-a-url"],
    ["https://", "not-a-url"],
    ["https://a b", "not-a-url"],
    ["localhost:8480", "not-http"],
    ["ftp://vault.example.org", "not-http"],
    ["file:///etc/passwd", "not-http"],
    ["https://vault.example.org/path", "more-than-an-origin"],
    ["https://vault.example.org/?query", "more-than-an-origin"],
    ["https://vault.example.org/#part", "more-than-an-origin"],
    ["https://someone@vault.example.org", "more-than-an-origin"],
    ["https://:secret@vault.example.org", "more-than-an-origin"],
    ["http://vault.example.org", "plain-http-beyond-loopback"],
    ["http://192.168.1.5:8480", "plain-http-beyond-loopback"],
    ["http://127.0.0.1.example.org", "plain-http-beyond-loopback"],
    ["http://localhost.example.org", "plain-http-beyond-loopback"],
    ["http://[::ffff:127.0.0.1]", "plain-http-beyond-loopback"],
    ["http://[::2]", "plain-http-beyond-loopback"],
  ])("refuses %j: %s", (text, type) => {
    expect(checkOrigin(text)).toEqual({ ok: false, error: { type } });
  });

  it("never throws, and what it gives it takes again unchanged", () => {
    const address = fc.oneof(
      fc.string(),
      fc.webUrl(),
      fc.domain().map((domain) => `https://${domain}/`),
    );
    fc.assert(
      fc.property(address, (text) => {
        const origin = checkOrigin(text);
        if (origin.ok) expect(checkOrigin(origin.value)).toEqual(origin);
      }),
    );
  });

  it("is what a transport insists on", () => {
    expect(() => httpTransport("http://vault.example.org")).toThrow();
    expect(() => httpTransport("https://vault.example.org/")).toThrow();
  });
});
