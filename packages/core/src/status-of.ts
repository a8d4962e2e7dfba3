// The status a person is shown, from what the replica holds and what its items say. Pure.

import { toHex } from "@holdfast/protocol";
import type { OpenItem } from "./open-items.ts";
import type { Replica } from "./store/store.ts";
import { attentionOf, type Facts, phaseOf } from "./sync/phase.ts";
import type { Attention, DeviceStatus, Status } from "./sync/status.ts";
import { openConflicts } from "./vault/conflict.ts";
import { current, type DeviceHex, type Item, isTombstone } from "./vault/item.ts";
import { formerPath, hiddenParts, isInternalKind } from "./vault/kinds.ts";
import { isTrashed } from "./vault/trash.ts";

export interface StatusFacts {
  readonly replica: Replica;
  readonly waiting: number;
  readonly items: ReadonlyMap<string, OpenItem>;
  readonly names: ReadonlyMap<DeviceHex, string | null>;
  readonly device: DeviceHex;
  /** A run under way that has something to move. */
  readonly running: Facts["running"];
  /** When the next try after a failure is due. */
  readonly retryAt: number | null;
}

export function statusOf({ replica, waiting, items, names, device, running, retryAt }: StatusFacts): Status {
  const { listed, hidden, itemAttention } = look(items);
  const facts: Facts = { replica, waiting, itemAttention, running, retryAt };
  return {
    current: phaseOf(facts),
    attention: attentionOf(facts),
    enabled: replica.enabled,
    waiting,
    seq: replica.head.seq,
    serverSeq: replica.serverSeq,
    lastSync: replica.lastSync,
    items: listed,
    hidden,
    devices: devicesOf(replica, withoutFormer(names, items), device),
  };
}

/** What the status says of an item. No item ever changes, so it is found once for each. */
interface Standing {
  readonly hidden: boolean;
  readonly conflict: boolean;
  /** Outside the trash, of a kind that is known. */
  readonly listed: boolean;
}

const standings = new WeakMap<Item, Standing>();

function standingOf(item: Item): Standing {
  const known = standings.get(item);
  if (known !== undefined) return known;
  const unknown = hiddenParts(item);
  const standing: Standing = {
    hidden: unknown === "kind" || unknown.length > 0,
    conflict: openConflicts(item).length > 0,
    listed: unknown !== "kind" && !isTrashed(item),
  };
  standings.set(item, standing);
  return standing;
}

/** How many of these a person finds in the list outside the trash. */
export function listedCount(items: ReadonlyMap<string, OpenItem>): number {
  return look(items).listed;
}

function look(items: ReadonlyMap<string, OpenItem>): {
  readonly listed: number;
  readonly hidden: number;
  readonly itemAttention: readonly Attention[];
} {
  let listed = 0;
  const conflicts: OpenItem["id"][] = [];
  const hidden: OpenItem["id"][] = [];
  for (const { id, content } of items.values()) {
    if (content.type === "not-understood" || content.type === "later-epoch") hidden.push(id);
    if (content.type !== "opened" || isTombstone(content.content) || isInternalKind(content.content.kind)) continue;
    const standing = standingOf(content.content);
    if (standing.hidden) hidden.push(id);
    if (standing.conflict) conflicts.push(id);
    if (standing.listed) listed++;
  }
  const itemAttention: Attention[] = [];
  if (conflicts.length > 0) itemAttention.push({ kind: "conflict", items: conflicts });
  if (hidden.length > 0) itemAttention.push({ kind: "update-needed", items: hidden });
  return { listed, hidden: hidden.length, itemAttention };
}

/** The names without those that came with an export from another account: devices that are not this one's. // X9 */
const withoutFormer = (names: StatusFacts["names"], items: StatusFacts["items"]): StatusFacts["names"] =>
  new Map(
    [...names].filter(([id]) => {
      const content = items.get(id)?.content;
      return content?.type !== "opened" || isTombstone(content.content) || current(content.content, formerPath) !== true;
    }),
  );

/** Every device with a name in the vault or a session at the server; this one first, then by name. */
function devicesOf(replica: Replica, names: ReadonlyMap<DeviceHex, string | null>, device: DeviceHex): readonly DeviceStatus[] {
  const seen = new Map(replica.devices.map((known) => [toHex(known.device), known]));
  const ids = new Set([device, ...names.keys(), ...seen.keys()]);
  return [...ids]
    .map((id): DeviceStatus => {
      const own = id === device;
      const told = seen.get(id);
      return {
        id,
        name: names.get(id) ?? null,
        current: own,
        lastSync: own ? replica.lastSync : (told?.lastSync ?? null),
        seq: own ? replica.head.seq : (told?.seq ?? 0),
      };
    })
    .sort((a, b) => Number(b.current) - Number(a.current) || byName(a.name ?? "", b.name ?? ""));
}

const byName = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
