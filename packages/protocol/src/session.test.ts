import { expect, it } from "vitest";
import { toHex, utf8 } from "./bytes.ts";
import { type AccountName, type DeviceId, idFromHex, type VaultId } from "./ids.ts";
import { routes } from "./routes.ts";
import { signInMessage } from "./session.ts";

const device = new Uint8Array(16).fill(2) as DeviceId;
const account = "someone" as AccountName;

it("[A1] a sign-in signs origin, account, challenge and device under its label", () => {
  const part = (bytes: Uint8Array): string => bytes.length.toString(16).padStart(8, "0") + toHex(bytes);
  const message = signInMessage("https://a.test", account, new Uint8Array(32).fill(1), device);
  const parts = [utf8("holdfast/1/sign-in"), utf8("https://a.test"), utf8("someone"), new Uint8Array(32).fill(1), device];
  expect(toHex(message)).toBe(parts.map(part).join(""));
});

it("[A1] a signature for one origin, account, challenge or device is none for another", () => {
  const challenge = new Uint8Array(32);
  const messages = [
    signInMessage("https://a.test", account, challenge, device),
    signInMessage("https://b.test", account, challenge, device),
    signInMessage("https://a.tes", "tsomeone" as AccountName, challenge, device),
    signInMessage("https://a.test", account, challenge.slice().fill(1), device),
    signInMessage("https://a.test", account, challenge, new Uint8Array(16) as DeviceId),
  ];
  expect(new Set(messages.map(toHex)).size).toBe(messages.length);
});

it("a vault's routes bear its id in hex", () => {
  const vault = idFromHex<VaultId>("ab".repeat(16));
  if (vault === null) throw new Error("no id");
  expect(routes.push(vault)).toBe(`/v1/vault/${"ab".repeat(16)}/push`);
  expect(routes.pull(vault)).toBe(`/v1/vault/${"ab".repeat(16)}/pull`);
});
