// Where a request comes from, as a key for limits: an IPv4 address, or the /64 of an IPv6 address, since one client has all of
// it. Null for this machine itself. What a header says counts only behind a proxy that the server was told to trust. // C32

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

/** Whether it comes from a program on this machine, through no proxy that says so. */
export const isDirect = ({ address, forwarded }: Remote): boolean => forwarded === undefined && keyOf(address ?? "") === null;

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
