// The one question before something that a person may not want: y or yes goes on, everything else leaves all as it is.

import type { Context } from "./command.ts";
import { type Exit, failed } from "./exit.ts";
import { ask } from "./secrets.ts";

/** Null where they said yes. `kept`: the sentence where they did not. Only where somebody is there to ask. */
export async function saysYes(context: Context, question: string, kept: string): Promise<Exit | null> {
  const typed = await ask(context, `${question} [y/N] `, false);
  if (!typed.ok) return typed.error;
  return /^y(?:es)?$/i.test(typed.value.trim()) ? null : failed(kept);
}
