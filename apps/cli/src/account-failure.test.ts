import { describe, expect, it } from "vitest";
import { accountFailure } from "./account-failure.ts";

const told = (origin: string) => accountFailure({ type: "origin-differs", origin }, "https://vault.example.org").sentence;

describe("a server that calls itself by another address", () => {
  it("is told with that address", () => {
    expect(told("https://other.example.org")).toBe("That server's own address is https://other.example.org: use that one as --server.");
  });

  it.each(["\u001b]0;owned\u0007", "https://a.example\u001b[2J", "https://a.example/path", "http://a.example", "", "https://A.example"])(
    "is not repeated where it is none: %j",
    (origin) => {
      expect(told(origin)).toBe("That server calls itself by something that is no address.");
    },
  );
});
