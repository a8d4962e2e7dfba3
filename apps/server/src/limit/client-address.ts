// Where a request comes from, as a key for limits: an IPv4 address, or the /64 of an IPv6 address, since one client has all of
// it. Null for this machine itself. What a header says counts only behind a proxy that the server was told to trust. // C32

import type { IncomingHttpHeaders } from "node:http";
import { isIP } from "node:net";

export interface Remote {
  /** The other end of the connection. */
  readonly address: string | undefined;
  /** `X-Forwarded-For`, or undefined. */
  readonly forwarded: string | undefined;
}

export function clientAddress({ address, forwarded }: Remote, trustProxy: boolean): string | null {
  // The last one was put there by our own proxy; those before it by whoever asked.
  const told = trustProxy ? forwarded?.split(",").at(-1)?.trim() : undefined;
  return keyOf(told !== undefined && isIP(told) !== 0 ? told : (address ?? ""));
}

/** Headers by which a proxy shows. */
const ofProxies = ["x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "forwarded", "via"];

/**
 * Whether it comes from a program on this machine that meant this machine: by the connection, by the `Host` that it asked for, and through
 * no proxy that says so. A proxy on this machine that says nothing hands on the host that the world asked for. // C33
 */
export function isDirect(address: string | undefined, headers: IncomingHttpHeaders): boolean {
  if (keyOf(address ?? "") !== null || ofProxies.some((name) => headers[name] !== undefined)) return false;
  const host = /^(?:\[([0-9a-f:.]+)\]|([^:]*))(?::\d+)?$/i.exec(headers.host ?? "");
  const name = host?.[1] ?? host?.[2] ?? "";
  return name.toLowerCase() === "localhost" || (isIP(name) !== 0 && keyOf(name) === null);
}

function keyOf(address: string): string | null {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
  if (isIP(mapped) === 4) return mapped.startsWith("127.") ? null : mapped;
  if (isIP(mapped) !== 6) return null;
  const groups = groupsOf(mapped);
  return groups.slice(0, 7).every((group) => group === 0) && groups[7] === 1
    ? null
    : `${groups
        .slice(0, 4)
        .map((group) => group.toString(16))
        .join(":")}::/64`;
}

/** The eight groups of an IPv6 address (RFC 4291, 2.2), whatever stands for zeros; a zone is left out. */
function groupsOf(address: string): readonly number[] {
  const [before = "", after] = (address.split("%")[0] ?? "").split("::");
  const parse = (part: string): number[] => (part === "" ? [] : part.split(":").flatMap(parseGroup));
  const [head, tail] = [parse(before), parse(after ?? "")];
  return [...head, ...Array<number>(Math.max(0, 8 - head.length - tail.length)).fill(0), ...tail];
}

/** A group, or the two that a dotted IPv4 address at the end stands for. */
function parseGroup(group: string): readonly number[] {
  if (!group.includes(".")) return [Number.parseInt(group, 16)];
  const [a = 0, b = 0, c = 0, d = 0] = group.split(".").map(Number);
  return [a * 256 + b, c * 256 + d];
}
