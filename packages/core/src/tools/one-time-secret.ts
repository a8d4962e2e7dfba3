// What an item's `totp` field holds, read: an `otpauth://` address whole, Steam's own form, or a bare secret with the usual settings.
// Text from a page, a picture or an import, so it is parsed strictly and refused in one word; nothing of it stands in a failure.
// Source: the Key URI Format (github.com/google/google-authenticator/wiki), RFC 6238; `encoder=steam` as KeePassXC and `steam://` as
// Bitwarden write it.

import { type Bytes, err, ok, type Result } from "@holdfast/protocol";
import { fromBase32 } from "./base32.ts";

export type OneTimeHash = "SHA-1" | "SHA-256" | "SHA-512";

export interface OneTimeSecret {
  readonly secret: Bytes;
  readonly hash: OneTimeHash;
  /** Decimal digits of a code, 6 to 8; or Steam's five letters. */
  readonly form: { readonly type: "digits"; readonly digits: number } | { readonly type: "steam" };
  /** Seconds that a code is good for. */
  readonly period: number;
  readonly issuer: string | null;
  readonly account: string | null;
}

export type OneTimeFailure =
  /** No `otpauth://totp/` address and no Base32. */
  | { readonly type: "malformed" }
  /** Codes by counting (HOTP), whose counter two devices would count apart. */
  | { readonly type: "counter-based" }
  /** A setting that no code is made by here: digits, period, algorithm. */
  | { readonly type: "unsupported"; readonly setting: "digits" | "period" | "algorithm" };

const mostText = 4_096;
const usual = { digits: 6, period: 30 } as const;
const mostPeriod = 3_600;

const hashes: ReadonlyMap<string, OneTimeHash> = new Map([
  ["SHA1", "SHA-1"],
  ["SHA256", "SHA-256"],
  ["SHA512", "SHA-512"],
]);

export function parseOneTimeSecret(text: string): Result<OneTimeSecret, OneTimeFailure> {
  const trimmed = text.trim();
  if (trimmed.length > mostText) return err({ type: "malformed" });
  const steam = /^steam:\/\/([^/?#]+)$/i.exec(trimmed);
  if (steam !== null) return bare(steam[1] ?? "", { type: "steam" });
  if (/^otpauth:/i.test(trimmed)) return parseAddress(trimmed);
  return bare(trimmed, { type: "digits", digits: usual.digits });
}

function bare(text: string, form: OneTimeSecret["form"]): Result<OneTimeSecret, OneTimeFailure> {
  const secret = fromBase32(text);
  if (secret === null) return err({ type: "malformed" });
  return ok({ secret, hash: "SHA-1", form, period: usual.period, issuer: form.type === "steam" ? "Steam" : null, account: null });
}

function parseAddress(text: string): Result<OneTimeSecret, OneTimeFailure> {
  const [, type, label, query] = /^otpauth:\/\/([a-z]+)\/?([^?#]*)\?([^#]*)/i.exec(text) ?? [];
  const name = decoded(label ?? "");
  const settings = settingsOf(query ?? "");
  if (type?.toLowerCase() === "hotp") return err({ type: "counter-based" });
  if (type?.toLowerCase() !== "totp" || name === null || settings === null) return err({ type: "malformed" });
  const secret = fromBase32(settings.get("secret") ?? "");
  if (secret === null) return err({ type: "malformed" });
  const hash = hashes.get(
    (settings.get("algorithm") ?? "SHA1")
      .toUpperCase()
      .replace(/^HMAC-?/, "")
      .replace("-", ""),
  );
  if (hash === undefined) return err({ type: "unsupported", setting: "algorithm" });
  const period = wholeNumber(settings.get("period"), usual.period, 1, mostPeriod);
  if (period === null) return err({ type: "unsupported", setting: "period" });
  const colon = name.indexOf(":");
  const issuer = settings.get("issuer")?.trim() || (colon < 0 ? "" : name.slice(0, colon).trim());
  const form = formOf(settings);
  if (form === null) return err({ type: "unsupported", setting: "digits" });
  const account = name.slice(colon + 1).trim();
  return ok({ secret, hash, form, period, issuer: issuer || null, account: account || null });
}

function formOf(settings: ReadonlyMap<string, string>): OneTimeSecret["form"] | null {
  if (settings.get("encoder")?.toLowerCase() === "steam") return { type: "steam" };
  const digits = wholeNumber(settings.get("digits"), usual.digits, 6, 8);
  return digits === null ? null : { type: "digits", digits };
}

function wholeNumber(text: string | undefined, otherwise: number, least: number, most: number): number | null {
  if (text === undefined || text === "") return otherwise;
  const number = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  return number >= least && number <= most ? number : null;
}

/** The settings by name in lower case; null where a text is not well encoded or a setting stands there twice with two values. */
function settingsOf(query: string): ReadonlyMap<string, string> | null {
  const settings = new Map<string, string>();
  for (const part of query.split("&")) {
    if (part === "") continue;
    const equals = part.indexOf("=");
    const name = decoded(equals < 0 ? part : part.slice(0, equals))?.toLowerCase();
    const value = equals < 0 ? "" : decoded(part.slice(equals + 1).replaceAll("+", " "));
    if (name === undefined || value === null) return null;
    const before = settings.get(name);
    if (before !== undefined && before !== value) return null;
    settings.set(name, value);
  }
  return settings;
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null; // a percent sign without two hexadecimal digits, or bytes that are not UTF-8
  }
}
