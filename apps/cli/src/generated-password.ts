// The password that --generate puts into an item: the generator's usual one. It is told by `get`, and never printed beside the item's id.

import type { Edit } from "@holdfast/core";
import { assert } from "@holdfast/protocol";
import type { Context } from "./command.ts";
import { generateSecret } from "./generate-secret.ts";

export const passwordTwice = "The password stands there twice: as --generate and as --field.";

export async function withPassword(context: Context, edit: Edit): Promise<Edit> {
  const made = await generateSecret(context.crypto, { type: "characters", options: {} });
  assert(made.ok, "the usual password can be made");
  return new Map([...edit, ["password", made.value]]);
}
