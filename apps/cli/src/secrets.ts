// Where secrets come from: a file, standard input (`-`) or a prompt, and never an argument. What was read is handed on and kept nowhere.

import { createReadStream } from "node:fs";
import { type Bytes, err, fromUtf8, ok, type Result } from "@holdfast/protocol";
import { value } from "./arguments.ts";
import type { Context } from "./command.ts";
import { type Exit, failed, interrupted, misuse } from "./exit.ts";
import { fileErrorCode, machineFailure } from "./machine-failure.ts";
import { readAll } from "./read-all.ts";

const KiB = 1024;
/** Above any password, key or code, and above what an item takes in one field. */
const secretBytes = 4 * KiB;
const fieldBytes = 68 * KiB;

/** The bytes of a file, or of standard input for `-`: at most `most`. `what` names it in a sentence: "The password file". */
export async function readBytes(context: Context, place: string, what: string, most: number): Promise<Result<Bytes, Exit>> {
  try {
    return ok(place === "-" ? await context.terminal.readInput(most) : await readAll(createReadStream(place), most));
  } catch (error) {
    const code = fileErrorCode(error);
    if (code === "ENOENT") return err(failed(`${what} can't be read: there is no such file.`));
    if (code === "EISDIR") return err(failed(`${what} can't be read: it is a folder.`));
    if (code === "EACCES" || code === "EPERM") return err(failed(`${what} can't be read: permission denied.`));
    if (code === "EFBIG") return err(failed(`${what} is too large: at most ${sizeText(most)} are read.`));
    return err(failed(`${what} can't be read. ${machineFailure(error)}`));
  }
}

const sizeText = (bytes: number): string => (bytes < KiB * KiB ? `${bytes / KiB} KiB` : `${bytes / KiB / KiB} MiB`);

/** A secret text from `place`: without the line end that editors and `echo` put behind it. On a terminal `-` asks `question`, unseen. */
export async function readSecret(context: Context, place: string, what: string, question: string): Promise<Result<string, Exit>> {
  if (place === "-" && context.terminal.canAsk) return ask(context, question, true);
  return readText(context, place, what, secretBytes);
}

async function readText(context: Context, place: string, what: string, most: number): Promise<Result<string, Exit>> {
  const bytes = await readBytes(context, place, what, most);
  if (!bytes.ok) return bytes;
  const text = fromUtf8(bytes.value);
  return text === null ? err(failed(`${what} is no UTF-8 text.`)) : ok(text.replace(/\r?\n$/, ""));
}

export async function ask(context: Context, question: string, hidden: boolean): Promise<Result<string, Exit>> {
  const line = await context.terminal.ask(question, hidden);
  return line === null ? err(interrupted) : ok(line);
}

/** The main password; null where there is neither a file nor anybody to ask. `asked`: it was typed, so asking again makes sense. */
export async function mainPassword(
  context: Context,
  question: string,
): Promise<Result<{ readonly password: string; readonly asked: boolean } | null, Exit>> {
  const place = value(context.args, "password-file");
  if (place !== null) {
    const read = await readSecret(context, place, "The password file", question);
    return read.ok ? ok({ password: read.value, asked: false }) : read;
  }
  if (!context.terminal.canAsk) return ok(null);
  const typed = await ask(context, question, true);
  return typed.ok ? ok({ password: typed.value, asked: true }) : typed;
}

export const noPassword = misuse("The main password is needed: give --password-file F (or - for standard input).");

/** The one value of `PATH=-`: typed on a terminal, else standard input without its last line end. */
export async function readInputText(context: Context, question: string, hidden: boolean): Promise<Result<string, Exit>> {
  return context.terminal.canAsk ? ask(context, question, hidden) : readText(context, "-", "Standard input", fieldBytes);
}
