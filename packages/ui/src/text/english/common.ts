// Words that many windows share: what buttons do, and what can be said of any wish that failed.

import { number } from "./plural.ts";

export const common = {
  product: "Holdfast",
  save: "Save",
  cancel: "Cancel",
  close: "Close",
  back: "Back",
  continue: "Continue",
  delete: "Delete",
  restore: "Restore",
  undo: "Undo",
  copy: "Copy",
  copied: "Copied",
  /** `what` in lower case, as in "password". */
  copiedFor30: (what: string) => `${what} copied. It leaves the clipboard in 30 seconds, or when you come back here.`,
  copyRefused: "The browser did not allow copying. Show the value and copy it by hand.",
  show: "Show",
  hide: "Hide",
  print: "Print",
  savePdf: "Save as PDF",
  tryAgain: "Try again",
  failed: "That did not work. Nothing you typed is lost; try again.",
  newVersion: "A new version of Holdfast is ready. What you have typed is kept.",
  takeVersion: "Reload",
  notShown: "This window could not be shown",
  notShownWay: "A part of the app is missing or failed. Reload to get it whole; what you have typed is kept.",
  opening: "Opening",
  notFetched: "A part of the app could not be fetched. Connect this device and try again. What you have typed is kept.",
  dismiss: "Dismiss",
  /** Where messages are; `key` leads there and back. */
  messages: (key: string): string => `Messages, ${key}`,
  /** Messages that stand behind the newest. */
  earlier: (count: number): string => `${number(count)} earlier`,
};
