// The windows before there is a vault to show.

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
