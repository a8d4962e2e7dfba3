// holdfast signin: this folder becomes a device of an account, with a setup code or with what the emergency kit says, and the vault is
// restored. What is malformed is refused before any request is made.

import { type Credentials, type Progress, parseSecretKey, parseSetupCode, signIn } from "@holdfast/core";
import { accountName, type Bytes, err, ok, type Result } from "@holdfast/protocol";
import { accountFailure } from "../account-failure.ts";
import { keepUnlocked } from "../agent/keep-unlocked.ts";
import { flag, value } from "../arguments.ts";
import { cleanLine } from "../clean-text.ts";
import { answer, type Command, type Context } from "../command.ts";
import { done, type Exit, failed, misuse, unreachable } from "../exit.ts";
import { progressBar } from "../progress-bar.ts";
import { mainPassword, noPassword, readSecret } from "../secrets.ts";
import { serverOrigin } from "../server-origin.ts";
import { plural } from "../words.ts";

async function signin(context: Context): Promise<Exit> {
  const credentials = flag(context.args, "setup-code") ? await fromSetupCode(context) : await fromKit(context);
  if (!credentials.ok) return credentials.error;
  const given = await mainPassword(context, "Main password: ");
  if (!given.ok) return given.error;
  if (given.value === null) return noPassword;

  const home = await context.openHome(context.folder, true);
  if (home === null) return failed("The folder can't be made.");
  const bar = progressBar(context.terminal);
  const progress = ({ done, total }: Progress) => bar.show("Restoring", done, total);
  const deviceName = value(context.args, "device") ?? context.hostName;
  try {
    const { password } = given.value;
    const made = await signIn(home, { credentials: credentials.value, password, deviceName, progress });
    bar.end();
    if (!made.ok) return accountFailure(made.error, originOf(credentials.value));
    const client = made.value;
    const { items, lastSync } = await client.status();
    const device = (await client.deviceNames()).get(client.device) ?? deviceName;
    await keepUnlocked(context, client);
    await client.close();
    answer(context, { account: client.account, device, items }, () => "");
    if (lastSync === null) return unreachable(`Signed in, but the vault is not whole yet: holdfast sync goes on with it.`);
    context.terminal.say(`Signed in as ${client.account} on "${cleanLine(device)}": ${plural(items, "item", "items")} restored.`);
    return done;
  } finally {
    bar.end();
    await home.store.close();
  }
}

const originOf = (credentials: Credentials): string => ("setupCode" in credentials ? credentials.setupCode.origin : credentials.origin);

async function fromSetupCode(context: Context): Promise<Result<Credentials, Exit>> {
  for (const name of ["server", "account", "secret-key-file"]) {
    if (flag(context.args, name)) return err(misuse(`A setup code says everything: --${name} does not go with it.`));
  }
  const place = value(context.args, "setup-code") ?? "-";
  if (/^HFS1-/i.test(place))
    return err(misuse("A setup code is secret and never stands in an argument: use --setup-code - to type or pipe it."));
  const text = await readSecret(context, place, "The setup code", "Setup code: ");
  if (!text.ok) return text;
  const setupCode = await parseSetupCode(context.crypto, text.value);
  if (!setupCode.ok) return err(misuse("This is no setup code, or it was mistyped."));
  const origin = serverOrigin(setupCode.value.origin);
  if (!origin.ok) return err(misuse(`The setup code's server: ${origin.error}`));
  // A code from somebody else would ask for the password in the name of their server: the person sees whose it is first.
  context.terminal.say(`Setup code of ${cleanLine(setupCode.value.account)} on ${cleanLine(origin.value)}.`);
  return ok({ setupCode: setupCode.value });
}

async function fromKit(context: Context): Promise<Result<Credentials, Exit>> {
  const server = value(context.args, "server");
  const typed = value(context.args, "account");
  if (server === null || typed === null) {
    return err(misuse("holdfast signin needs --server URL and --account NAME, or --setup-code -."));
  }
  const origin = serverOrigin(server);
  if (!origin.ok) return err(misuse(`--server: ${origin.error}`));
  const account = accountName(typed);
  if (account === null) return err(misuse("--account: a name has at most 254 characters and no spaces."));
  const secretKey = await readSecretKey(context);
  return secretKey.ok ? ok({ origin: origin.value, account, secretKey: secretKey.value }) : secretKey;
}

async function readSecretKey(context: Context): Promise<Result<Bytes, Exit>> {
  const place = value(context.args, "secret-key-file") ?? (context.terminal.canAsk ? "-" : null);
  if (place === null) return err(misuse("The Secret Key is needed: give --secret-key-file F (or - for standard input)."));
  const text = await readSecret(context, place, "The Secret Key", "Secret Key (HF1-…): ");
  if (!text.ok) return text;
  const secretKey = await parseSecretKey(context.crypto, text.value);
  return secretKey.ok ? secretKey : err(misuse("This is no Secret Key, or it was mistyped."));
}

export const signinCommand: Command = {
  name: "signin",
  usage: ["signin --setup-code -|FILE [--device NAME]", "signin --server URL --account NAME [--secret-key-file F] [--device NAME]"],
  summary: "Makes this folder a device of an account, and restores the vault.",
  details: [
    "--setup-code -  A setup code from standard input, or typed on a terminal; another device shows one with holdfast setup-code.",
    "--device NAME   What this device is called. Default: the name of this machine.",
  ],
  positionals: [0, 0],
  options: { server: { values: 1 }, account: { values: 1 }, "setup-code": { values: 1, input: true }, device: { values: 1 } },
  run: signin,
};
