import { describe, expect, it } from "vitest";
import { brokeOff, whyUnreachable } from "./unreachable.ts";

const coded = (code: string) => Object.assign(new Error("from the system"), { code });
/** As Node's fetch throws it. */
const failed = (cause: Error) => new TypeError("fetch failed", { cause });

describe("whyUnreachable", () => {
  it.each([
    ["ECONNREFUSED", "refused"],
    ["ENOTFOUND", "name"],
    ["EAI_AGAIN", "offline"],
    ["ENETUNREACH", "offline"],
    ["EHOSTUNREACH", "offline"],
    ["ETIMEDOUT", "timeout"],
    ["UND_ERR_CONNECT_TIMEOUT", "timeout"],
    ["DEPTH_ZERO_SELF_SIGNED_CERT", "certificate"],
    ["SELF_SIGNED_CERT_IN_CHAIN", "certificate"],
    ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "certificate"],
    ["UNABLE_TO_GET_ISSUER_CERT_LOCALLY", "certificate"],
    ["CERT_HAS_EXPIRED", "certificate"],
    ["ERR_TLS_CERT_ALTNAME_INVALID", "certificate"],
    ["ECONNRESET", "other"],
    ["HPE_INVALID_CONSTANT", "other"],
  ])("tells %s as %s", (code, why) => {
    expect(whyUnreachable(failed(coded(code)))).toBe(why);
  });

  it("looks into what several addresses of one name gave", () => {
    const both = new AggregateError([coded("ENETUNREACH"), coded("ECONNREFUSED")], "all failed");
    expect(whyUnreachable(failed(both))).toBe("offline");
    expect(whyUnreachable(failed(new AggregateError([coded("ECONNREFUSED"), coded("CERT_HAS_EXPIRED")])))).toBe("certificate");
  });

  it("knows nothing of other things, and is not led round by a cause that causes itself", () => {
    const loop = new Error("round");
    loop.cause = loop;
    for (const thing of [null, undefined, "text", new Error("plain"), loop]) expect(whyUnreachable(thing)).toBe("other");
  });
});

describe("brokeOff", () => {
  it("is true of a connection that stood, and of nothing else", () => {
    for (const code of ["ECONNRESET", "EPIPE", "UND_ERR_SOCKET"]) expect(brokeOff(failed(coded(code)))).toBe(true);
    for (const code of ["ECONNREFUSED", "ENOTFOUND", "ETIMEDOUT", "CERT_HAS_EXPIRED"]) expect(brokeOff(failed(coded(code)))).toBe(false);
  });
});
