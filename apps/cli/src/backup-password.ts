// The password of a backup, which is not the main password: from a file, or typed; typed twice where a backup is made with it.

import { isLongEnough, passwordMinimum } from "@holdfast/core";
import { err, ok, type Result } from "@holdfast/protocol";
import { value } from "./arguments.ts";
import type { Context } from "./command.ts";
import { type Exit, failed, misuse } from "./exit.ts";
import { ask, readSecret } from "./secrets.ts";

const option = "backup-password-file";

export const backupPasswordOption = { [option]: { values: 1, input: true } } as const;

const none = misuse(`The backup's own password is needed: give --${option} F (or - for standard input).`);

export async function backupPassword(context: Context, use: "seal" | "open"): Promise<Result<string, Exit>> {
  const place = value(context.args, option);
  if (place === null && !context.terminal.canAsk) return err(none);
  const least = use === "seal" ? ` (at least ${passwordMinimum} characters)` : "";
  const question = `Password of the backup${least}: `;
  const typed =
    place === null ? await ask(context, question, true) : await readSecret(context, place, "The backup's password file", question);
  if (!typed.ok || use === "open") return typed;
  if (!isLongEnough(typed.value)) return err(failed(`The backup's password needs at least ${passwordMinimum} characters.`));
  if (place !== null) return typed;
  const again = await ask(context, "Repeat password of the backup: ", true);
  if (!again.ok) return again;
  return again.value === typed.value ? ok(typed.value) : err(failed("The two passwords differ."));
}
