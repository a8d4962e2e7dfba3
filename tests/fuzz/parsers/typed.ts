// Rows of the table: what people type, scan or copy. Keys on paper, codes, names, addresses, rules of sites.

import { formatSecretKey, parseOneTimeSecret, parsePasswordRules, parseSecretKey, parseSetupCode } from "@holdfast/core";
import { checkOrigin } from "@holdfast/core/adapters/origin";
import {
  crockfordLetters,
  formatSetupCode,
  fromBase32,
  fromBase64url,
  fromCrockford,
  parsePath,
  toBase64url,
  toCrockford,
} from "@holdfast/core/testing/parsers";
import { testCrypto } from "@holdfast/core/testing/test-crypto";
import { accountName, type Bytes, concat, enc, fromHex, fromUtf8, idFromHex, toHex, utf8 } from "@holdfast/protocol";
import { orError, orNull, type Parser, read, refused, textOf } from "../parser.ts";

const crypto = testCrypto({ seed: "typed" });
const key = new Uint8Array(16).fill(7);
const texts =
  (...samples: readonly string[]) =>
  (): readonly Bytes[] =>
    samples.map(utf8);

const code = {
  origin: "https://vault.example.org",
  account: accountName("someone@example.org") as NonNullable<ReturnType<typeof accountName>>,
  secretKey: key,
  slotVersion: 3,
  head: { seq: 70_000, hash: new Uint8Array(32).fill(9) as NonNullable<Parameters<typeof formatSetupCode>[1]>["head"]["hash"] },
};

const otpauth = [
  "otpauth://totp/ACME%20Co:john.doe@email.com?secret=HXDMVJECJJWSRB3HWIZR4IFUGFTMXBOZ&issuer=ACME%20Co&algorithm=SHA256&digits=8&period=60",
  "otpauth://totp/x?secret=GEZDGNBVGY3TQOJQ&encoder=steam",
  "otpauth://hotp/x?secret=GEZDGNBVGY3TQOJQ&counter=1",
  "steam://GEZDGNBVGY3TQOJQ",
  "gezd gnbv-gy3t qojq====",
];

const rules = [
  "minlength: 12; maxlength: 40; required: lower, upper; required: digit; allowed: [-().&@?'#,/\"+]; max-consecutive: 2;",
  "required: [-!?]]; allowed: ascii-printable",
];

const keyParsers: readonly Parser[] = [
  {
    name: "Secret Key",
    reads: ["parseSecretKey"],
    form: "text",
    samples: async () => [utf8(await formatSecretKey(crypto, key)), utf8((await formatSecretKey(crypto, key)).toLowerCase())],
    parse: async (input) => {
      const parsed = await parseSecretKey(crypto, textOf(input));
      return parsed.ok ? read(utf8(await formatSecretKey(crypto, parsed.value))) : refused;
    },
  },
  {
    name: "setup code",
    reads: ["parseSetupCode"],
    form: "text",
    samples: async () => [utf8(await formatSetupCode(crypto, code))],
    parse: async (input) => {
      const parsed = await parseSetupCode(crypto, textOf(input));
      return parsed.ok ? read(utf8(await formatSetupCode(crypto, parsed.value))) : refused;
    },
  },
  {
    name: "setup code, what its checksum fits",
    reads: [],
    form: "cbor",
    samples: async () => [contentOfCode(await formatSetupCode(crypto, code))],
    parse: async (input) => {
      const [hash] = await crypto.sha256([enc("holdfast/1/setup-code", input)]);
      const parsed = await parseSetupCode(crypto, `HFS1-${toCrockford(concat(input, (hash ?? new Uint8Array(4)).subarray(0, 4)))}`);
      return parsed.ok ? read(contentOfCode(await formatSetupCode(crypto, parsed.value)), true) : refused;
    },
  },
];

const contentOfCode = (written: string): Bytes =>
  (fromCrockford(crockfordLetters(written).slice("HFS1".length)) ?? new Uint8Array(4)).slice(0, -4);

const text = (
  name: string,
  reads: readonly string[],
  samples: Parser["samples"],
  parse: (given: string) => ReturnType<Parser["parse"]>,
) => ({
  name,
  reads,
  form: "text" as const,
  samples,
  parse: (input: Bytes) => parse(textOf(input)),
});

export const typedParsers: readonly Parser[] = [
  ...keyParsers,
  text("Crockford's base32", ["fromCrockford"], texts(toCrockford(new Uint8Array(10).fill(0xa5)), "00-0g 4o"), (given) =>
    orNull(fromCrockford(given), (bytes) => utf8(toCrockford(bytes))),
  ),
  text("base64url", ["fromBase64url"], texts("Zm9vYmFy", "_-8"), (given) =>
    orNull(fromBase64url(given), (bytes) => utf8(toBase64url(bytes))),
  ),
  text("base32", ["fromBase32"], texts("MZXW6YTBOI======", "mzxw 6ytb-oi"), (given) => orNull(fromBase32(given), () => null)),
  text("one-time secret", ["parseOneTimeSecret"], texts(...otpauth), (given) => orError(parseOneTimeSecret(given), () => null)),
  text("password rules", ["parsePasswordRules"], texts(...rules), (given) => orError(parsePasswordRules(given), () => null)),
  text("origin", ["checkOrigin"], texts("https://vault.example.org", "http://127.0.0.1:8480", "https://[::1]:1/"), (given) =>
    orError(checkOrigin(given), utf8),
  ),
  text("account name", ["accountName"], texts("Ada@Example.org", "zoë@例え.example", "ﬁ"), (given) => orNull(accountName(given), utf8)),
  text("field path", ["parsePath"], texts("title", "uri/7", "tag/work/home", "custom/ab"), (given) => orNull(parsePath(given), utf8)),
  text("id in hex", ["idFromHex", "fromHex"], texts("00112233445566778899aabbccddeeff"), (given) =>
    orNull(idFromHex(given), (id) => utf8(toHex(id))),
  ),
  text("hex", ["fromHex"], texts("00ff", "deadbeef"), (given) => orNull(fromHex(given), (bytes) => utf8(toHex(bytes)))),
  {
    name: "UTF-8",
    reads: ["fromUtf8"],
    form: "text",
    samples: texts("zoë@例え.example 😀", "\ufeffa"),
    parse: (input) => orNull(fromUtf8(input), utf8, true),
  },
];
