// Gathers what was kept in another form than the file had it, and says it in a few sentences however many items there are.

const reasons = {
  passkey: "had a passkey, which is kept whole in a concealed custom field but can't sign in from here yet",
  linked: "had linked fields, which became plain custom fields that name what they were linked to",
  reprompt: "asked for the main password again before being shown, which is kept as a custom field",
  attachments: "had attachments, of which this file holds only the description, kept in a concealed custom field",
  unknownKind: "of a kind that this version does not know came as a note with everything in concealed custom fields",
  unknownPart: "held something that has no place here, which is kept in concealed custom fields",
  expiry: "had an expiry date that is no month of a year, which is kept as custom fields",
  match: "had an address with an unknown kind of matching, which is kept as a custom field",
  folder: "stood in a folder whose name can't be a tag, which is kept as a custom field",
  noFolder: "stood in a folder that the file does not describe",
  history: "had more old passwords than a history holds, of which the oldest are kept in a concealed custom field",
  otherHistory: "had old passwords although its kind has none, which are kept in a concealed custom field",
  noTitle: "had no name and got one",
  separator: "held a line of three hyphens, which also ends an item in this format; it was kept as text, so look whether the item is whole",
  scheme: "had an address without https://, which was put before it",
  text: "held broken characters, which were replaced by \uFFFD",
} as const;

export type NoteReason = keyof typeof reasons;

const titlesTold = 3;
const titleLength = 40;

/** A title as it can stand in a sentence on a terminal. */
function quoted(title: string): string {
  const plain = title.replace(/\p{C}+/gu, " ").trim();
  const letters = [...plain];
  return `"${letters.length > titleLength ? `${letters.slice(0, titleLength - 1).join("")}…` : plain}"`;
}

interface Noted {
  readonly title: string;
  readonly found: ReadonlySet<NoteReason>;
}

/** A sentence for each reason, about the items that were taken, however many they are. */
export function notesOf(items: Iterable<Noted>): readonly string[] {
  const counts = new Map<NoteReason, { count: number; readonly titles: string[] }>();
  for (const { title, found } of items) {
    for (const reason of found) {
      const known = counts.get(reason) ?? { count: 0, titles: [] };
      known.count++;
      if (known.titles.length < titlesTold) known.titles.push(quoted(title));
      counts.set(reason, known);
    }
  }
  return [...counts].map(([reason, { count, titles }]) => {
    const more = count > titles.length ? ` and ${count - titles.length} more` : "";
    return `${count} ${count === 1 ? "item" : "items"} ${reasons[reason]}: ${titles.join(", ")}${more}.`;
  });
}
