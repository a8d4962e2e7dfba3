// The emergency kit.

export const kit = {
  title: "Emergency kit",
  keep: "Keep your emergency kit",
  why: "A new device needs this sheet and your main password. Neither alone opens the vault, and nobody can send you another.",
  check: "Check",
  lastGroup: "Last group of the Secret Key",
  lastGroupHelp: "Type it from the kit you kept. This shows that it can be found and read.",
  later: "Later",
  owed: "Nobody has checked yet that your emergency kit is kept. Without it no new device can open your vault.",
  failed: "The kit could not be made just now. Your account is there and loses nothing.",
  lead: "With this sheet and your main password you can open your vault on any new device.",
  server: "Server address",
  account: "Account",
  secretKey: "Secret Key",
  password: "Main password",
  write: "Write it by hand if you like, or keep it elsewhere. Holdfast never prints it.",
  code: "QR code of this kit",
  codeHolds: "Holds address, account and Secret Key. Not the main password.",
  onNewDevice: "On a new device",
  steps: [
    "Open the server address in a browser.",
    "Choose “Use a setup code” and scan this code, or choose “Sign in” and type the three lines above.",
    "Type your main password. The vault fills while you use it.",
  ],
  where: "Where to keep it",
  wherePlaces:
    "With your passport, at a relative's, in a safe. Not in the same bag as your devices. If it's lost, print it again: Settings, Security.",
  letters: "The Secret Key uses no letters I, L, O or U. A round sign is always the digit 0; a straight one is always 1.",
  copied: "Emergency kit",
  fileName: "holdfast-emergency-kit.pdf",
};
