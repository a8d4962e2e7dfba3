// The windows before there is a vault to show.

import type { StoreProblemKind } from "@holdfast/core";

export const beforeVault = {
  loading: "Opening Holdfast",
  unreadable: "What this browser keeps can't be read",
  unreadableWay:
    "Nothing was deleted. Close other tabs of Holdfast, restart the browser, and open this page again. What your other devices and the server hold is not touched.",
  otherVersion: "Another version is open",
  otherVersionIs: "A tab of another version of Holdfast holds your vault, and two versions can't share it.",
  otherVersionWay:
    "Close that tab or reload it, and this one goes on by itself. Or use it here: the vault locks there, and what was typed there is kept.",
  useHere: "Use it here",
  problems: {
    damaged: "The vault's data on this device is damaged.",
    "not-ours": "What was found in the place of the vault does not belong to Holdfast.",
    "newer-version": "The vault on this device was written by a newer version of Holdfast. Reload to update first.",
    "read-only": "The vault on this device can't be opened for writing.",
    "no-folder": "What stands in the place of the vault's folder is no folder.",
    "no-place": "The vault's folder can't be made in this place.",
    "open-folder": "Others can write into this folder; the vault needs one of its own.",
    "disk-full": "The disk is full.",
    busy: "Something else has kept the vault locked.",
    unreadable: "The disk failed while the vault was read or written.",
    "signed-out": "This device was signed out meanwhile; nothing was saved.",
    other: "What lies here could not be opened.",
  } satisfies Readonly<Record<StoreProblemKind | "other", string>>,
  unsupported: "This browser can't keep a vault",
  missing: {
    "secure-address": {
      is: "This page did not come over a secure address, so the browser allows no encryption here.",
      way: "Open it by an address that begins with https://. On the machine that runs the server, http://localhost works too.",
    },
    storage: {
      is: "The browser keeps nothing for this page.",
      way: "Use an ordinary window instead of a private one, and allow this site to keep data.",
    },
    "newer-browser": {
      is: "It lacks something that Holdfast is built on.",
      way: "Update the browser, or open Holdfast in another one.",
    },
  },
};
