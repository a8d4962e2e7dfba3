// Settings, by section.

import { number, plural } from "./plural.ts";

export const settings = {
  title: "Settings",
  general: "General",
  security: "Security",
  devices: "Devices",
  account: "Account",
  importExport: "Import and export",
  about: "About",

  synchronization: "Synchronization",
  synchronize: "Synchronize passwords and data across all your devices with Holdfast installed",
  synchronizeHelp: "Changes reach your other devices as you make them. Switched off, they wait on this device; none is lost.",
  switchFailed: "That could not be changed on this device. Try again.",
  details: "Details",
  appearance: "Appearance",
  theme: "Theme",
  system: "System",
  light: "Light",
  dark: "Dark",
  density: "Density",
  roomy: "Roomy",
  compact: "Compact",

  locking: "Locking",
  lockAfter: "Lock when nobody is here for",
  minutes: (count: number): string => plural(count, { one: "# minute", other: "# minutes" }),
  hours: (count: number): string => plural(count, { one: "# hour", other: "# hours" }),
  never: "Never",
  newDevice: "A new device",
  setupCode: "Show a setup code",
  setupCodeHelp: "It adds a new device: scan or paste it there, and type the main password.",
  kit: "Show the emergency kit",
  kitHelp: "One page that opens your vault when every device is lost. Print it again here.",
  secret: "Whoever has this code and your main password can open your vault. Close it when you are done.",
  setupTitle: "Setup code",
  setupSteps: "On the new device, choose “Use a setup code” and scan this, or paste the text.",
  setupCopied: "Setup code",
  qr: "QR code of the setup code",
  text: "Setup code as text",
  confirm: "Type your main password first.",

  thisDevice: "This device",
  deviceName: "Name of this device",
  rename: "Rename",
  renamed: "This device has a new name.",
  allDevices: "All devices of this account",

  signedInAs: "Signed in as",
  server: "Server",
  signOut: "Sign out",
  signOutAbout: "This browser forgets the vault. Your other devices and the server keep it, and signing in brings it back.",
  signOutSure: "Sign out of this browser?",
  signOutDrafts: (count: number): string =>
    plural(count, {
      one: "# draft was typed here and never saved. It is on this device alone; save it first, or it is lost.",
      other: "# drafts were typed here and never saved. They are on this device alone; save them first, or they are lost.",
    }),
  signOutWithoutDrafts: "Sign out without them",
  signOutWaiting: (count: number): string =>
    plural(count, {
      one: "# change was never sent. Signing out now loses it for good.",
      other: "# changes were never sent. Signing out now loses them for good.",
    }),
  signOutUnsure: {
    locked: "Unlock first: then the server can be asked whether it holds everything. Signing out now loses what only this device has.",
    off: "Synchronization is off, so the server can't be asked whether it holds everything. Signing out now loses what only this device has.",
    "no-answer":
      "The server could not be asked whether it holds everything. If it does not, signing out now loses what only this device has.",
    differs: "The server does not hold what this device has: see Synchronization. Signing out now may lose it for good.",
  },
  signOutAnyway: "Sign out and lose what only this device has",
  exportFirst: "Export first",

  import: "Import",
  importAbout: "From Bitwarden, Chrome and its relatives, Kaspersky, or an export of Holdfast.",
  export: "Export",
  exportAbout: "Everything in one file, readable or sealed.",
  pastImports: "Past imports",
  undoImport: "Take back",
  undoImportNamed: (when: string): string => `Take back the import of ${when}`,
  pastImport: (items: number): string => plural(items, { one: "# item", other: "# items" }),
  importUndone: (removed: number, kept: number): string =>
    kept === 0
      ? plural(removed, { one: "# item went to the trash.", other: "# items went to the trash." })
      : `${plural(removed, { one: "# item went to the trash", other: "# items went to the trash" })}; ${number(kept)} that you changed since were kept.`,

  aboutProduct:
    "A password manager whose heart is synchronization: one vault on every device, sealed before anything leaves it, and no edit ever lost.",
  version: (version: string): string => `Version ${version}`,
  licence: "Free software under the Apache License 2.0.",
  aboutServer: "The server sees only sealed bytes. The app itself comes from the server, so use one that you trust, or one that you run.",
};
