// What synchronization ran into and still stands, as it is kept in the store for a person to see. // S18

import { equalBytes, type ItemId, type Refusal } from "@holdfast/protocol";
import type { Replica, Store, Trouble } from "../store/store.ts";

/**
 * Keeps a trouble beside those that stand, one of a kind and reason; items of the same are joined. A failure to reach the server stands until
 * the next word on how things are, since every other trouble comes from an answer.
 */
export function note(store: Store, trouble: Trouble): Promise<void> {
  const { kind, reason } = trouble;
  return change(store, (troubles) => {
    const same = troubles.find((other) => other.kind === kind && other.reason === reason);
    const others = troubles.filter((other) => other.kind !== "unreachable" && (other.kind !== kind || other.reason !== reason));
    return [...others, { ...trouble, items: [...(same?.items ?? []), ...trouble.items] }];
  });
}

export function clear(store: Store, kinds: readonly Trouble["kind"][]): Promise<void> {
  return change(store, (troubles) => troubles.filter(({ kind }) => !kinds.includes(kind)));
}

async function change(store: Store, changed: (troubles: readonly Trouble[]) => readonly Trouble[]): Promise<void> {
  for (;;) {
    const { generation, replica } = await store.read();
    if (replica === null) return;
    const troubles = changed(replica.troubles);
    if (troubles.length === replica.troubles.length && troubles.every((trouble, i) => trouble === replica.troubles[i])) return;
    const result = await store.write({ expect: generation, replica: { troubles } });
    if (result.type === "written") return;
  }
}

/** What a refusal means that has no answer of its own. */
export function troubleOf(refusal: Refusal): Trouble {
  switch (refusal.kind) {
    case "vault-full":
    case "quota-full":
      return { kind: "server-full", reason: refusal.kind, items: [] };
    case "update-needed":
      return { kind: "update-needed", reason: "protocol-version", items: [] };
    case "not-found":
      return { kind: "diverged", reason: "vault-gone", items: [] };
    case "signature-refused":
      return { kind: "sign-in", reason: "signature-refused", items: [] };
    default:
      return { kind: "unreachable", reason: refusal.kind, items: [] };
  }
}

/** S14: what the server refused was another state of this item, so the edited one is sent. */
export function notRefused(replica: Replica | null, id: ItemId): { readonly replica?: Pick<Replica, "troubles"> } {
  const refused = replica?.troubles.some(({ kind, items }) => kind === "refused" && items.some((item) => equalBytes(item, id)));
  if (replica === null || refused !== true) return {};
  const troubles = replica.troubles.flatMap((trouble) => {
    if (trouble.kind !== "refused") return [trouble];
    const items = trouble.items.filter((item) => !equalBytes(item, id));
    return items.length === 0 ? [] : [{ ...trouble, items }];
  });
  return { replica: { troubles } };
}
