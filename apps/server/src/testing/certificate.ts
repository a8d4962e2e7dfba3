// A certificate for tests of TLS, made anew each time so that no private key lies in the repository: self-signed, for localhost
// and 127.0.0.1, good for a day. X.509 (RFC 5280) in DER (X.690), no more than that needs.

import { generateKeyPairSync, randomBytes, sign } from "node:crypto";

const tagged = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
};
const sequence = (...parts: readonly Uint8Array[]): Buffer => tagged(0x30, ...parts);
const oid = (hex: string): Buffer => tagged(0x06, Buffer.from(hex, "hex"));
const bits = (content: Uint8Array): Buffer => tagged(0x03, Buffer.of(0), content);
const utcTime = (at: number): Buffer => tagged(0x17, Buffer.from(`${new Date(at).toISOString().slice(2, 19).replace(/[-:T]/g, "")}Z`));
const name = (text: string): Buffer => sequence(tagged(0x31, sequence(oid("550403"), tagged(0x0c, Buffer.from(text)))));
const pem = (label: string, der: Uint8Array): string =>
  `-----BEGIN ${label}-----\n${Buffer.from(der)
    .toString("base64")
    .replace(/(.{64})/g, "$1\n")}\n-----END ${label}-----\n`;

export function makeCertificate(): { readonly cert: string; readonly key: string } {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const now = Date.now();
  const ecdsaWithSha256 = sequence(oid("2a8648ce3d040302"));
  const names = sequence(tagged(0x82, Buffer.from("localhost")), tagged(0x87, Buffer.of(127, 0, 0, 1)));
  const extensions = tagged(0xa3, sequence(sequence(oid("551d11"), tagged(0x04, names))));
  const content = sequence(
    tagged(0xa0, tagged(0x02, Buffer.of(2))),
    tagged(0x02, Buffer.of(1), randomBytes(8)),
    ecdsaWithSha256,
    name("localhost"),
    sequence(utcTime(now - 3_600_000), utcTime(now + 86_400_000)),
    name("localhost"),
    publicKey.export({ format: "der", type: "spki" }),
    extensions,
  );
  const certificate = sequence(content, ecdsaWithSha256, bits(sign("sha256", content, privateKey)));
  return { cert: pem("CERTIFICATE", certificate), key: String(privateKey.export({ format: "pem", type: "pkcs8" })) };
}
