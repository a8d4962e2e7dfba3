// The windows before there is a vault to show.

export const beforeVault = {
  loading: "Opening Holdfast",
  unreadable: "What this browser keeps can't be read",
  unreadableWay:
    "Nothing was deleted. Close other tabs of Holdfast, restart the browser, and open this page again. What your other devices and the server hold is not touched.",
  unsupported: "This browser can't keep a vault",
  missing: (what: string): string => `It lacks ${what}.`,
  unsupportedWay:
    "Update the browser, or open Holdfast in another one. In a private window it may be switched off; use an ordinary window.",
};
