// Adding and editing an item.

import { number } from "./plural.ts";

const several = new Intl.ListFormat("en");
const kib = (bytes: number): string => `${number(Math.ceil(bytes / 1024))} KiB`;

export const edit = {
  troubles: {
    tooLarge: (bytes: number, limit: number): string =>
      `This is more than an item can hold: ${kib(bytes)} of ${kib(limit)}. Shorten the longest text, or split it over two items.`,
    tooManyFields: (fields: number, limit: number): string =>
      `These are more fields than an item can hold: ${number(fields)} of ${number(limit)}. Remove some, or split them over two items.`,
    notFound: "This item was removed for good meanwhile. Copy what you typed into a new item; your draft is kept.",
    badValue: "One of the fields holds something that can't be kept: half a character, most likely. Type it anew.",
    other: "This item can't be changed by this version. Update Holdfast; your draft is kept.",
  },
  newOf: (kind: string): string => `New: ${kind}`,
  editOf: (title: string): string => `Edit ${title}`,
  saved: (title: string): string => `${title} saved`,
  added: (title: string): string => `${title} added`,
  overtook: (title: string, labels: readonly string[]): string =>
    `${title} saved. ${several.format(labels)} had been changed on another device; that value is in the history.`,
  draftKept: (title: string): string => `What you typed for ${title} is kept as a draft`,
  resumed: (when: string): string => `This is your draft, kept ${when}. It is not saved yet.`,
  startOver: "Start over",
  discarded: "Your changes were discarded",
  discard: "Discard draft",
  meanwhile: (labels: readonly string[], device: string | null): string =>
    `${several.format(labels)} changed ${device === null ? "on another device" : `on ${device}`} while you edit.`,
  meanwhileYours: "Where you changed the same field, saving puts yours in its place, and the other one stays in the history.",
  meanwhileTheirs: "You did not touch that; saving leaves it as it is there.",
  meanwhileGone: "This item was removed meanwhile. What you typed is kept as a draft.",
  untouched: "Nothing was changed.",
  title: "Title",
  addAddress: "Add website",
  addField: "Add field",
  addFlag: "Add check box",
  removeField: (label: string): string => `Remove ${label}`,
  match: "Opens for",
  matches: {
    usual: "The usual",
    domain: "The whole domain",
    host: "This host",
    "starts-with": "Addresses that begin so",
    exact: "This address alone",
    pattern: "A pattern",
    never: "Never",
  },
  customLabel: "Label",
  /** `place`: which of the fields, from 1. */
  unlabelled: (place: number): string => `Field ${number(place)}`,
  concealed: "Concealed",
  tags: "Tags",
  tagsHelp: "Enter or a comma ends a tag; a/b is a tag below a.",
  removeTag: (tag: string): string => `Remove tag ${tag}`,
  favorite: "Favorite",
  generate: "Generate",
  generatorOf: (label: string): string => `Generator for ${label}`,
  dateHelp: "Year, month and day, as in 2031-05-17",
  monthHelp: "Year and month, as in 2031-05",
  totpHelp: "The secret of the site, or the whole otpauth:// address",
  loading: "Opening the form",
  gone: "This draft is not here any more",
};
