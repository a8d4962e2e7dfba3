// holdfast kit: the emergency kit again, printed or written to a new file.

import { kitText } from "@holdfast/core";
import { answer, type Command } from "../command.ts";
import { done } from "../exit.ts";
import { kitFileTaken, kitTaken, writeKitFile } from "../kit-file.ts";
import { withPassword } from "../open.ts";

export const kitCommand: Command = {
  name: "kit",
  usage: ["kit [FILE]"],
  summary: "Shows the emergency kit, or writes it to a new file.",
  positionals: [0, 1],
  options: {},
  run: (context) =>
    withPassword(context, async ({ client }) => {
      const [file] = context.args.positionals;
      if (file !== undefined && (await kitFileTaken(file))) return kitTaken;
      const kit = await client.kit();
      if (file !== undefined && !(await writeKitFile(file, kitText(kit)))) return kitTaken;
      const { account, secretKey, setupCode } = kit;
      answer(context, { account, secretKey, setupCode }, () => (file === undefined ? kitText(kit) : ""));
      if (file !== undefined) context.terminal.say(`The emergency kit is in ${file}.`);
      return done;
    }),
};
