// holdfast signup: makes the account, and this folder its first device. The emergency kit is shown or written at once, because it is the
// only way back when every device is lost.

import { isLongEnough, judgeMainPassword, kitText, parseInvitation, type SignUpFailure, signUp } from "@holdfast/core";
import { accountName, type Bytes, err, ok, type Result } from "@holdfast/protocol";
import { accountFailure } from "../account-failure.ts";
import { keepUnlocked } from "../agent/keep-unlocked.ts";
import { value } from "../arguments.ts";
import { answer, type Command, type Context } from "../command.ts";
import { done, type Exit, failed, misuse } from "../exit.ts";
import { kitFileTaken, kitTaken, writeKitFile } from "../kit-file.ts";
import { ask, mainPassword, noPassword, readSecret } from "../secrets.ts";
import { serverOrigin } from "../server-origin.ts";

async function signup(context: Context): Promise<Exit> {
  const server = value(context.args, "server");
  const typed = value(context.args, "account");
  if (server === null || typed === null) return misuse("holdfast signup needs --server URL and --account NAME.");
  const origin = serverOrigin(server);
  if (!origin.ok) return misuse(`--server: ${origin.error}`);
  const account = accountName(typed);
  if (account === null) return misuse("--account: a name has at most 254 characters and no spaces.");
  const invitation = await invitationOf(context);
  if (!invitation.ok) return invitation.error;
  const kitFile = value(context.args, "kit");
  if (kitFile !== null && (await kitFileTaken(kitFile))) return kitTaken;
  const password = await newPassword(context, account);
  if (!password.ok) return password.error;

  const home = await context.openHome(context.folder, true);
  if (home === null) return failed("The folder can't be made.");
  const deviceName = value(context.args, "device") ?? context.hostName;
  try {
    const invited = invitation.value === null ? {} : { invitation: invitation.value };
    const made = await signUp(home, { origin: origin.value, account, password: password.value, deviceName, ...invited });
    if (!made.ok) return failureOf(made.error, origin.value);
    const kit = await made.value.kit();
    await keepUnlocked(context, made.value);
    await made.value.close();
    if (kitFile !== null && !(await writeKitFile(kitFile, kitText(kit)))) return kitTakenMeanwhile;
    const { secretKey, setupCode } = kit;
    answer(context, { account: kit.account, secretKey, setupCode }, () => (kitFile === null ? kitText(kit) : ""));
    context.terminal.say(`The account ${kit.account} is made, and this folder is its first device.`);
    context.terminal.say(
      kitFile === null
        ? "Keep the emergency kit above on paper."
        : `The emergency kit is in ${kitFile}: print it, and keep it off this machine.`,
    );
    return done;
  } finally {
    await home.store.close();
  }
}

/** The invitation of `--invitation-file`; null without it. */
export async function invitationOf(context: Context): Promise<Result<Bytes | null, Exit>> {
  const place = value(context.args, "invitation-file");
  if (place === null) return ok(null);
  const text = await readSecret(context, place, "The invitation file", "Invitation: ");
  if (!text.ok) return text;
  const invitation = parseInvitation(text.value);
  return invitation === null
    ? err(failed("The invitation file holds no invitation: it is 32 digits and letters from a to f."))
    : ok(invitation);
}

/** Judged before anybody types it twice. */
async function newPassword(context: Context, account: string): Promise<Result<string, Exit>> {
  const given = await mainPassword(context, "Main password (at least 12 characters): ");
  if (!given.ok) return given;
  if (given.value === null) return err(noPassword);
  const weak = await tooWeak(context, given.value.password, account);
  if (weak !== null) return err(weak);
  if (!given.value.asked) return ok(given.value.password);
  const again = await ask(context, "Repeat main password: ", true);
  if (!again.ok) return again;
  return again.value === given.value.password ? ok(given.value.password) : err(failed("The two passwords differ."));
}

const kitTakenMeanwhile = failed(
  "The account is made, and this folder is its first device; but a file was made meanwhile where the kit should be: holdfast kit shows it.",
);

const tooShort = failed("The main password needs at least 12 characters.");

/** Refuses what is guessed first, and says so where it is guessed soon. */
async function tooWeak(context: Context, password: string, account: string): Promise<Exit | null> {
  if (!isLongEnough(password)) return tooShort;
  const { zxcvbnMeter } = await import("@holdfast/core/adapters/zxcvbn-meter");
  const verdict = judgeMainPassword(await zxcvbnMeter(), password, account);
  if (verdict === "refused")
    return failed("This main password is among the first that are guessed: take another, such as four or five random words.");
  if (verdict === "guessable")
    context.terminal.say("This main password can be guessed by whoever steals this device; four or five random words can't.");
  return null;
}

function failureOf(failure: SignUpFailure, origin: string): Exit {
  return failure.type === "password-too-short" ? tooShort : accountFailure(failure, origin);
}

export const signupCommand: Command = {
  name: "signup",
  usage: ["signup --server URL --account NAME [--invitation-file F] [--kit FILE] [--device NAME]"],
  summary: "Makes an account, and this folder its first device.",
  details: [
    "--invitation-file F  The invitation, where the server asks for one.",
    "--kit FILE     Writes the emergency kit to a new file that you alone can read, instead of printing it.",
    "--device NAME  What this device is called. Default: the name of this machine.",
    "Stopped half-way, it goes on when it is called again.",
  ],
  positionals: [0, 0],
  options: {
    server: { values: 1 },
    account: { values: 1 },
    "invitation-file": { values: 1, input: true },
    kit: { values: 1 },
    device: { values: 1 },
  },
  run: signup,
};
