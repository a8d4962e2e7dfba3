// The locked vault.

import { plural } from "./plural.ts";

export const locked = {
  title: "Holdfast is locked",
  unlock: "Unlock",
  holderGone: "The tab that held your vault open was closed. Nothing you typed is lost.",
  signOut: "Sign out of this browser",
  waiting: (count: number): string =>
    plural(count, { one: "# change waits to be sent. Unlock to send it.", other: "# changes wait to be sent. Unlock to send them." }),
};
