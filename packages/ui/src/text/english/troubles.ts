// Why something did not work, in one sentence of what is so and what to do. Nobody is blamed, and nothing that was typed is gone.

const unreachable = {
  offline: "There is no network. Connect this device and try again.",
  refused: "Nothing listens at that address. Check it, and whether the server is running.",
  timeout: "The server did not answer. Try again in a moment.",
  certificate: "What answered can't prove that it is the server: its certificate is not trusted.",
  name: "That address is not known. Check its spelling.",
  other: "The connection to the server broke. Try again.",
};

const refused: Readonly<Record<string, string>> = {
  "account-taken": "There is an account of that name already. Sign in, or choose another name.",
  "signup-closed": "This server takes no new accounts.",
  "invitation-needed": "This server takes new accounts by invitation. Paste yours, and try again.",
  "too-many-requests": "The server asks to wait a moment before the next try.",
  "update-needed": "The server speaks a newer version of Holdfast. Reload this page.",
  "vault-full": "The vault is full on the server.",
  "quota-full": "The account's space on the server is full.",
  "challenge-expired": "That took too long. Try again.",
  "session-ended": "The server asks to sign in again.",
  unavailable: "The server has trouble of its own. Try again later.",
  "not-found": "The server does not know this account.",
};

export const troubles = {
  unreachable: (why: keyof typeof unreachable): string => unreachable[why],
  refused: (kind: string): string => refused[kind] ?? "The server did not accept that. Reload this page and try again.",
  notHoldfast: "What answers at that address is no Holdfast server.",
  originDiffers: (origin: string): string => `That server calls itself ${origin}. Use that address.`,
  alreadyADevice: (account: string): string => `This browser is a device of ${account} already. Reload this page.`,
  wrongSecrets: "The account, the main password or the Secret Key is not the right one.",
  wrongPassword: "That is not the main password. Check the keyboard and capital letters.",
  verify: (reason: string): string =>
    `What the server sent does not verify (${reason}), so nothing of it was kept. Another device of yours can tell what is true: look there first.`,
  badAccount: "An account has 1 to 254 characters: an e-mail address or a name.",
  badServer: "A server address begins with https:// and has a name, as in https://vault.example.org.",
  badInvitation: "That is no invitation. It is one long word that the server's owner gave you.",
  badSecretKey: "That is no Secret Key. It begins with HF1- and has eight groups; check each letter with your kit.",
  badSetupCode: "That is no setup code, or a part is missing. It begins with HFS1-.",
  passwordTooShort: (least: number): string => `Use at least ${least} characters.`,
  passwordRefused: "This one is among those that are guessed first. Take several words, or let it be longer.",
  passwordsDiffer: "The two are not the same yet.",
  required: "Fill this in.",
  tooLarge: "That is more than an item can hold. Shorten the longest text.",
  notSignedIn: "This browser is no device of an account any more.",
};
