import { describe, expect, it } from "vitest";
import { clientAddress, isDirect } from "./client-address.ts";

const of = (address: string | undefined, forwarded?: string, trustProxy = false): string | null =>
  clientAddress({ address, forwarded }, trustProxy);

describe("[C32] the address that limits go by", () => {
  it.each([
    ["203.0.113.7", "203.0.113.7"],
    ["::ffff:203.0.113.7", "203.0.113.7"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:db8:1:2::9", "2001:db8:1:2::/64"],
    ["2001:db8::1", "2001:db8:0:0::/64"],
    ["2001:0DB8:0:0::1", "2001:db8:0:0::/64"],
    ["fe80::1%eth0", "fe80:0:0:0::/64"],
    ["64:ff9b::203.0.113.7", "64:ff9b:0:0::/64"],
    ["::2", "0:0:0:0::/64"],
  ])("of %s is %s", (address, key) => {
    expect(of(address)).toBe(key);
  });

  it.each(["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1", "", "no address"])("of %s, this machine or nothing, is none", (address) => {
    expect(of(address)).toBeNull();
  });

  it("is not what a header says, unless a proxy is trusted", () => {
    expect(of("203.0.113.7", "198.51.100.1")).toBe("203.0.113.7");
    expect(of("127.0.0.1", "198.51.100.1")).toBeNull();
    expect(of("127.0.0.1", "198.51.100.1", true)).toBe("198.51.100.1");
  });

  it("is the last of the header, which the proxy itself put there", () => {
    expect(of("127.0.0.1", "1.1.1.1, 2.2.2.2 , 198.51.100.1", true)).toBe("198.51.100.1");
    expect(of("127.0.0.1", "1.1.1.1, 2001:db8::9", true)).toBe("2001:db8:0:0::/64");
  });

  it("is the connection's where the header bears none", () => {
    for (const forwarded of [undefined, "", "unknown", "1.1.1.1, ", "1.1.1.1:80"])
      expect(of("203.0.113.7", forwarded, true)).toBe("203.0.113.7");
  });
});

describe("[C33] direct", () => {
  it.each(["127.0.0.1:8480", "localhost", "LocalHost:1", "[::1]:8480", "127.9.9.9"])("is what this machine asks of %s", (host) => {
    for (const address of ["127.0.0.1", "::1", "::ffff:127.0.0.1"]) expect(isDirect(address, { host })).toBe(true);
    expect(isDirect("203.0.113.7", { host })).toBe(false);
  });

  it.each(["vault.example.org", "127.0.0.1.example.org", "localhost.example.org:80", "203.0.113.7", "[2001:db8::1]", "", "::1", "a b"])(
    "is nothing that asks for %s, whoever hands it on",
    (host) => {
      expect(isDirect("127.0.0.1", { host })).toBe(false);
    },
  );

  it("is nothing without a host, or that a proxy shows in", () => {
    expect(isDirect("127.0.0.1", {})).toBe(false);
    for (const name of ["x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "forwarded", "via"])
      expect(isDirect("127.0.0.1", { host: "localhost", [name]: "203.0.113.7" })).toBe(false);
  });
});
