// holdfast setup-code: what another device needs beside the main password, for once.

import { answer, type Command } from "../command.ts";
import { done } from "../exit.ts";
import { withPassword } from "../open.ts";

export const setupCodeCommand: Command = {
  name: "setup-code",
  usage: ["setup-code"],
  summary: "Shows the code that makes another folder or machine a device of this account.",
  details: ["It holds the Secret Key: hand it over as you would the key of your house. The main password is needed beside it."],
  positionals: [0, 0],
  options: {},
  run: (context) =>
    withPassword(context, async ({ client }) => {
      const code = await client.setupCode();
      answer(context, { code }, () => `${code}\n`);
      return done;
    }),
};
