// What a person does with items: each is asked of an unlocked client, and what it calls saved is written into the ledger. The answer is a
// sentence for the story.

import type { Client, Value } from "@holdfast/core";
import {
  type Edit,
  exportPieces,
  type Item,
  openConflicts,
  parseImport,
  pick,
  restoreEdit,
  takeImport,
  trashEdit,
  undoEdit,
} from "@holdfast/core";
import { concat, utf8 } from "@holdfast/protocol";
import type { Dice } from "./dice.ts";
import type { Member } from "./member.ts";
import type { Simulation } from "./simulation.ts";

export interface Deed {
  readonly simulation: Simulation;
  readonly member: Member;
  readonly client: Client;
  readonly dice: Dice;
}

const paths = ["password", "password", "password", "username", "note", "title", "custom/1", "tag/nightingale"] as const;
/** A field, and a kind, that this version can't show. */
const later = "of-a-later-version";

/** Writes down what the device now holds of these items. */
export async function note({ member, client }: Pick<Deed, "member" | "client">, ids: Iterable<string>): Promise<void> {
  for (const id of ids) {
    const found = await client.find(id);
    if (found.ok) member.account.ledger.saved(id, found.value.item);
  }
}

function newText({ simulation, member, dice }: Deed): string {
  // Now and then two people mean the same, and now and then somebody keeps much.
  const text = dice.once(8) ? member.account.ledger.typed(`nightingale ${dice.below(3)}`) : simulation.text(member.account);
  return dice.once(40) ? member.account.ledger.typed(text.padEnd(2_000, ".")) : text;
}

function newValue(deed: Deed, path: string): Value {
  if (deed.dice.once(12)) return null;
  if (path.startsWith("tag/")) return true;
  const text = newText(deed);
  return path.startsWith("custom/") ? { label: "nightingale", value: text, concealed: true, order: 1 } : text;
}

function newEdit(deed: Deed): Edit {
  const edit = new Map<string, Value>();
  for (let more = 1 + deed.dice.below(2); more > 0; more--) {
    const path = deed.simulation.hasLater && deed.dice.once(9) ? later : deed.dice.pick(paths);
    edit.set(path, newValue(deed, path));
  }
  return edit;
}

const said = (edit: Edit): string =>
  [...edit]
    .map(([path, value]) => `${path}: ${typeof value === "string" ? value.slice(0, 20) : JSON.stringify(value).slice(0, 60)}`)
    .join(", ");

const isInTrash = (item: Item): boolean => typeof item.fields.get("trashed")?.[0]?.[0] === "number";

async function anItem(
  { client, dice }: Deed,
  wanted: (item: Item) => boolean,
): Promise<{ readonly id: string; readonly item: Item } | undefined> {
  return dice.any((await client.items()).filter(({ item }) => wanted(item)));
}

async function change(deed: Deed, id: string, edit: Edit): Promise<string> {
  const edited = await deed.client.edit(id, edit);
  if (!edited.ok) return `can't: ${edited.error.type}`;
  await note(deed, [id]);
  return said(edit);
}

export async function edit(deed: Deed): Promise<string> {
  const item = await anItem(deed, (found) => !isInTrash(found) || deed.dice.once(4));
  if (item === undefined) return add(deed);
  return `edits ${deed.simulation.nickname(item.id)}: ${await change(deed, item.id, newEdit(deed))}`;
}

export async function add(deed: Deed): Promise<string> {
  const { simulation, client, member, dice } = deed;
  const fields = new Map([["title", simulation.text(member.account)], ...newEdit(deed)]);
  const kind = simulation.hasLater && dice.once(6) ? later : "login";
  const added = await client.add({ kind, edit: fields });
  if (!added.ok) return `can't add: ${added.error.type}`;
  await note(deed, [added.value.id]);
  return `adds ${simulation.nickname(added.value.id)}: ${said(fields)}`;
}

export async function trash(deed: Deed): Promise<string> {
  const item = await anItem(deed, (found) => !isInTrash(found));
  if (item === undefined) return "has nothing to throw away";
  return `throws away ${deed.simulation.nickname(item.id)}: ${await change(deed, item.id, trashEdit(deed.member.now()))}`;
}

export async function bringBack(deed: Deed): Promise<string> {
  const item = await anItem(deed, isInTrash);
  if (item === undefined) return "has nothing in the trash";
  return `brings back ${deed.simulation.nickname(item.id)}: ${await change(deed, item.id, restoreEdit())}`;
}

export async function settleConflict(deed: Deed): Promise<string> {
  const item = await anItem(deed, (found) => found.conflicts.size > 0);
  const path = item === undefined ? undefined : openConflicts(item.item)[0]?.path;
  const choice = item === undefined || path === undefined ? null : pick(item.item, path, deed.dice.pick(["current", "other"]));
  if (item === undefined || choice === null) return "has no conflict";
  return `settles ${deed.simulation.nickname(item.id)}: ${await change(deed, item.id, choice)}`;
}

const runOf = ({ member, dice }: Deed) => ({
  id: dice.next().toString(16).padStart(16, "0").repeat(2).slice(0, 32),
  at: member.now(),
});

export async function importFile(deed: Deed): Promise<string> {
  const { simulation, member, client, dice } = deed;
  const lines = Array.from({ length: 1 + dice.below(4) }, () => {
    const [title, name, secret] = [simulation.text(member.account), simulation.text(member.account), simulation.text(member.account)];
    return `${title},https://${"nightingale"}.example/,${name},${secret}`;
  });
  const parsed = parseImport(utf8(["name,url,username,password", ...lines].join("\n")), "chrome-csv");
  if (!parsed.ok) return `can't import: ${parsed.error.type}`;
  const taken = await takeImport(client, parsed.value, { run: runOf(deed), preview: false });
  await note(
    deed,
    (await client.items()).map(({ id }) => id),
  );
  return taken.ok ? `imports ${taken.value.added} items` : `can't import: ${taken.error.type}`;
}

export async function undoImport(deed: Deed): Promise<string> {
  const { client, member } = deed;
  const [newest] = await client.imports();
  if (newest === undefined) return "has no import to take back";
  const made = new Map(newest.untouched.map((one) => [one.id, one]));
  const gone = await client.editMany([...made.keys()], (id, item) => {
    const one = made.get(id);
    return one === undefined ? null : undoEdit(item, one, member.now());
  });
  await note(deed, gone);
  return `takes back an import of ${gone.length} items`;
}

/** Exports the vault, and restores from that later what is not there any more, or is another by then. */
export async function restoreExport(deed: Deed): Promise<string> {
  const { client, member, simulation } = deed;
  const kept = simulation.exports.get(member.account);
  if (kept === undefined) {
    const { items, unreadable } = await client.exportItems();
    const head = { exported: member.now(), origin: client.origin, account: client.account, unreadable };
    const pieces: Uint8Array[] = [];
    for await (const piece of exportPieces(head, items)) pieces.push(typeof piece === "string" ? utf8(piece) : piece);
    simulation.exports.set(member.account, concat(...pieces));
    return `exports ${items.length} items`;
  }
  simulation.exports.delete(member.account);
  const parsed = parseImport(kept, "holdfast");
  if (!parsed.ok) return `can't read the export: ${parsed.error.type}`;
  const taken = await takeImport(client, parsed.value, { run: runOf(deed), preview: false });
  await note(
    deed,
    (await client.items()).map(({ id }) => id),
  );
  return taken.ok ? `restores an export: ${taken.value.added} new, ${taken.value.merged} merged` : `can't restore: ${taken.error.type}`;
}
