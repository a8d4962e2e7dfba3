// The main window: sidebar, search, list, and what is told by itself.

import { number, plural } from "./plural.ts";

const items = (count: number): string => plural(count, { one: "# item", other: "# items" });

export const main = {
  vault: "Vault",
  tools: "Tools",
  tags: "Tags",
  bar: "Main",
  sections: {
    all: "All items",
    favorites: "Favorites",
    trash: "Trash",
    conflicts: "Changed in two places",
    waiting: "Not sent yet",
  },
  check: "Password check",
  checkShort: "Check",
  generator: "Generator",
  items: "Items",
  settings: "Settings",
  chooseSection: "Choose what is listed",
  count: number,
  search: "Search",
  searchKey: "Ctrl K",
  found: (count: number): string => plural(count, { one: "# found", other: "# found" }),
  add: "Add",
  untitled: "Untitled",
  favorite: "Favorite",
  waiting: "Not sent yet",
  conflict: "Changed in two places",
  order: "Order",
  byTitle: "Title",
  byChange: "Last change",
  selected: (count: number): string => plural(count, { one: "# selected", other: "# selected" }),
  selectSeveral: "Select several",
  selectAll: "Select all",
  toTrash: "Move to trash",
  trashMuch: (count: number): string => `Move ${items(count)} to the trash?`,
  trashMuchAbout: (count: number, all: number): string =>
    `That is ${number(count)} of the ${items(all)} of this vault, on every device. They stay in the trash for 30 days and can be restored from there.`,
  endSelection: "End selection",
  hidden: (count: number): string =>
    plural(count, {
      one: "# item has parts that this version can't show. Update Holdfast to see them; nothing of them is lost.",
      other: "# items have parts that this version can't show. Update Holdfast to see them; nothing of them is lost.",
    }),
  nothingYet: "Nothing here yet",
  nothingYetWay:
    "Add your first login, or bring what you have from a browser or another password manager. You see everything before it is kept.",
  newLogin: "New login",
  import: "Import",
  noneHere: "Nothing is in this list",
  noneHereWay: "Items that belong here show up by themselves.",
  trashEmpty: "The trash is empty",
  trashEmptyWay: "What you delete stays here for 30 days and can be restored.",
  noneFound: (text: string): string => `Nothing found for “${text}”`,
  noneFoundWay: "The search looks through every field but hidden ones, of every item in this list. Fewer letters find more.",
  searchEverywhere: "Search all items",
  choose: "Choose an item to see it",
  chooseWay: "Arrow keys move through the list, Enter opens, Ctrl K searches, F6 goes to a message and back.",
  restoring: (done: number, total: number): string => `Restoring ${number(done)} of ${plural(total, { one: "# item", other: "# items" })}`,
  comingBack: "Your vault is coming back",
  comingBackWay: "What has arrived is ready to use. Search covers it already.",
  restoredTitle: "Your vault is back",
  restored: (count: number): string => plural(count, { one: "# item was restored.", other: "# items were restored." }),
  lastChange: "Last change",
  account: "Account",
  server: "Server",
  /** `device`: its name, as the person gave it. */
  on: (when: string, device: string | null): string => (device === null ? when : `${when} on “${device}”`),
  drafts: (count: number): string => plural(count, { one: "You have an unsaved draft", other: "You have # unsaved drafts" }),
  allDrafts: "Show all drafts",
  resume: (title: string): string => `Continue with “${title}”`,
  arrived: {
    added: (title: string, device: string | null): string => `${title} was added${from(device)}`,
    changed: (labels: readonly string[], title: string, device: string | null): string =>
      `${labels.length === 0 ? title : `${list(labels)} of ${title}`} changed${from(device)}`,
    trashed: (title: string, device: string | null): string => `${title} was moved to the trash${from(device)}`,
    "brought-back": (title: string, device: string | null): string => `${title} was brought back from the trash${from(device)}`,
    removed: (title: string, device: string | null): string => `${title} was removed for good${from(device)}`,
    several: (count: number, device: string | null): string =>
      `${plural(count, { one: "# item changed", other: "# items changed" })}${from(device)}`,
  },
  undone: "Taken back",
  undoneBut: (labels: readonly string[]): string => `Taken back, but for ${list(labels)}: changed again since`,
  undoneSome: (left: number): string => `Taken back, but for ${items(left)}: gone, or changed too long ago`,
  undoLate: "That is too long ago to take back. The item's history has what was there before.",
  trashed: (count: number): string => `${items(count)} moved to the trash`,
  restoredFromTrash: (count: number): string => `${items(count)} restored`,
};

const several = new Intl.ListFormat("en");
const list = (labels: readonly string[]): string => several.format(labels);
const from = (device: string | null): string => (device === null ? " on another device" : ` on ${device}`);
