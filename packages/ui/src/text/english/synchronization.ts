// The status of synchronization in its corner, and the window that it opens.

import { type ActivityFacts, type Attention, activityText, type HealPlan } from "@holdfast/core";
import { number, plural } from "./plural.ts";

const changes = (count: number): string => plural(count, { one: "# change waiting", other: "# changes waiting" });
const items = (count: number): string => plural(count, { one: "# item", other: "# items" });

const seen: Readonly<Record<Exclude<HealPlan["seen"], "nothing">, { readonly saw: string; readonly means: string }>> = {
  behind: {
    saw: "The server lacks changes that this device has seen there.",
    means: "An older backup may have been put back. It may also hold back the newest state on purpose.",
  },
  diverged: {
    saw: "The server lacks changes that this device has seen there, and has others in their place.",
    means:
      "An older backup may have been put back, and other devices gone on from it. It may also show its devices different states on purpose.",
  },
  "account-unknown": {
    saw: "The server does not take this device's sign-in.",
    means:
      "It may have been replaced by an empty one: then the account is made again with all that is here. If the main password was changed on another device, nothing will happen; sign in again instead.",
  },
  damaged: {
    saw: "Items are damaged on the server, and their right bytes are not on this device.",
    means: "Its disk may have failed. A device that has them sends them again by itself: let every other device synchronize first.",
  },
  unfinished: {
    saw: "A healing that was begun on this device is not finished.",
    means: "It goes on with every synchronization.",
  },
};

const attention: Readonly<Record<Attention["kind"], (count: number) => string>> = {
  behind: () => "The server is behind this device",
  diverged: () => "The server's history does not match",
  conflict: (count) => plural(count, { one: "# item changed in two places", other: "# items changed in two places" }),
  "update-needed": (count) =>
    count === 0
      ? "Update needed"
      : plural(count, { one: "Update needed: # item can't be shown", other: "Update needed: # items can't be shown" }),
  damaged: (count) =>
    count === 0
      ? "The server sent damaged data"
      : plural(count, { one: "# item is damaged on the server", other: "# items are damaged on the server" }),
};

const explained: Readonly<Record<Attention["kind"], { readonly saw: string; readonly do: string }>> = {
  conflict: {
    saw: "Two devices changed the same field before they heard of each other. One value shows, the other is kept.",
    do: "Look at both and keep the one you want. Nothing is lost either way.",
  },
  behind: { saw: seen.behind.saw, do: `${seen.behind.means} This device goes on working; nothing is sent until it is looked at.` },
  diverged: { saw: seen.diverged.saw, do: `${seen.diverged.means} This device goes on working; nothing is sent until it is looked at.` },
  "update-needed": {
    saw: "Another device wrote something that this version can't show. It is kept as it is.",
    do: "Reload to get the newest version of the app.",
  },
  damaged: {
    saw: "What the server sent is not what a device of yours wrote, so it was not taken. What is here stays as it is.",
    do: "A device that has the right bytes sends them again by itself: let your other devices synchronize first. What stays damaged can be replaced by what is here.",
  },
};

export const synchronization = {
  title: "Synchronization",
  /** How the button in the corner is called. */
  named: (status: string): string => `Synchronization: ${status}`,
  now: "Synchronize now",
  enable: "Enable synchronization",
  changes,
  off: "Synchronization is off",
  signInNeeded: "Sign in to synchronize",
  syncing: "Synchronizing",
  ofTotal: (done: number, total: number): string => `${number(done)} of ${number(total)}`,
  upToDate: "Up to date",
  offline: "Offline",
  certificate: "The server's certificate is not trusted",
  retry: (seconds: number): string => `Trying again in ${number(seconds)} s`,
  serverFull: "The server is full",
  refused: (count: number): string =>
    plural(count, { one: "# item was refused by the server", other: "# items were refused by the server" }),
  restoringNotFinished: "Restoring is not finished",
  attention,
  more: (count: number): string => plural(count, { one: "and # more", other: "and # more" }),
  /** Announced when a phase begins. */
  announced: (status: string): string => `Synchronization: ${status}`,

  stateOff: "Synchronization is off on this device.",
  stateOffAbout: (count: number): string =>
    count === 0
      ? "What you change stays here until it is switched on, and nothing arrives from other devices."
      : plural(count, {
          one: "# change waits here, and nothing arrives from other devices.",
          other: "# changes wait here, and nothing arrives from other devices.",
        }),
  stateUpToDate: "Everything on this device is up to date.",
  nothingWaits: "Nothing is waiting.",
  stateSyncing: "Synchronizing with the server.",
  stateWaiting: "Changes wait to be sent.",
  stateOffline: "This device can't reach the server.",
  stateOfflineAbout: "What you change is safe here and goes out by itself as soon as the server answers.",
  stateSignIn: "The server asks this device to sign in again.",
  stateSignInAbout: "Lock Holdfast and unlock it with your main password. If that was changed on another device, use the new one.",
  stateCertificateAbout:
    "What answered can't prove that it is your server, so nothing was sent. Some networks with a sign-in page do this: sign in there, or use another network. If it stays, ask who runs the server.",
  lostServer: "Was the server emptied or replaced?",
  lostServerAbout: "Then this device can make the account there again, with everything that is here. Nothing happens before you say so.",
  stateFullAbout: "The server has no room for more of this vault. What you changed is safe here; ask who runs the server for more space.",
  stateRetry: "The server could not take it just now.",
  stateRefusedAbout: "They are kept here. The most usual cause is an item that is too large: shorten its note, and it goes out.",
  stateAttention: "Something wants a look.",
  clockOff: (minutes: number): string =>
    plural(minutes, {
      one: "This device's clock and the server's differ by # minute. Set it right, so that the newest of two changes wins.",
      other: "This device's clock and the server's differ by # minutes. Set it right, so that the newest of two changes wins.",
    }),
  lastRun: (when: string): string => `Last run ${when}.`,
  neverRun: "It has not run yet.",
  notConnected: "The server can't tell of changes as they happen just now. They come within five minutes, or with “Synchronize now”.",
  explained,
  showConflicts: "Show them",
  reload: "Reload",
  seeHealing: "See what can be done",
  healing: "Healing",
  seen,
  plan: ({ onlyHere, onlyThere, differing }: HealPlan): string => {
    const parts = [
      [onlyHere, { one: "# item is only here and will be sent", other: "# items are only here and will be sent" }],
      [onlyThere, { one: "# item is only there and will come", other: "# items are only there and will come" }],
      [differing, { one: "# item differs and will be joined", other: "# items differ and will be joined" }],
    ] as const;
    const told = parts.flatMap(([count, forms]) => (count === 0 ? [] : [plural(count, forms)]));
    return `${told.length === 0 ? "Both hold the same items" : told.join(", ")}. Nothing of either side is lost.`;
  },
  planRemoves: (count: number): string =>
    plural(count, {
      one: "# item purged on another device will go to the trash here.",
      other: "# items purged on another device will go to the trash here.",
    }),
  planReplaces: (count: number): string =>
    plural(count, {
      one: "The last good state of # item is sent in the place of what is damaged.",
      other: "The last good state of # items is sent in the place of what is damaged.",
    }),
  planUnheld: (count: number): string =>
    plural(count, {
      one: "Of # item nothing was ever here: it is given up until a device brings it.",
      other: "Of # items nothing was ever here: they are given up until a device brings them.",
    }),
  planNothing: "The server's history and this device's are one: there is nothing to heal.",
  heal: "Heal",
  healed: (merged: number, sent: number): string =>
    `Healed: ${items(merged)} joined, ${items(sent)} sent. Other devices follow by themselves.`,
  healMissed:
    "Nothing was replaced. The server did not send everything it was asked for, and may yet have what is damaged. Try again later; or replace it all the same, and what only the server has of it is gone.",
  replaceAnyway: "Replace all the same",
  healFailed: "Healing is not finished. It goes on with the next synchronization.",
  devices: "Devices",
  /** `id`: the beginning of its id, where it has no name. */
  unnamedDevice: (id: string): string => `Device ${id}`,
  devicesWhere: "Where each one stands",
  thisDevice: "This device",
  aheadOfServer: "Ahead of the server",
  apartFromServer: "Apart from the server",
  behindBy: (count: number): string => plural(count, { one: "# change behind", other: "# changes behind" }),
  never: "Never seen",
  activity: "Activity",
  /** A line of the log. The command line says the same. */
  activityLine: (facts: ActivityFacts): string => activityText(facts),
  noActivity: "Nothing has happened yet.",
  checking: "Check this device",
  checkAbout:
    "Compares every item with its seal and with the server, and shows six words. Devices with the same words hold the same vault.",
  words: (seq: number): string => `Six words at change ${number(seq)}`,
  verified: "Every item is whole, and the server agrees.",
  verifiedAlone: "Every item is whole. The server could not be asked.",
  verifyDiffers: "Every item is whole, but the server's history is another one.",
  verifyDamaged: (reason: string): string =>
    `Something does not verify (${reason}). Nothing was changed; look at another device before going on.`,
  reports: {
    quiet: "Synchronized. Nothing is left to do.",
    off: "Synchronization is off.",
    busy: "Another tab is synchronizing.",
    signIn: "The server asks to sign in again.",
    attention: "Something wants a look.",
  },
};
