// holdfast admin: what the one who runs a server does to its data folder: invite, back up, restore, count. It works on the folder and
// not over the network, so whoever can read the folder is who may.

import { invitationText } from "@holdfast/core";
import type { Stats } from "@holdfast/server";
import { flag, value } from "../arguments.ts";
import { answer, type Command, type Context } from "../command.ts";
import { done, type Exit, failed, misuse } from "../exit.ts";

const usage = [
  "admin invite [--data DIR]",
  "admin backup FILE [--data DIR]",
  "admin restore FILE [--replace] [--data DIR]",
  "admin stats [--data DIR]",
];

async function admin(context: Context): Promise<Exit> {
  const [action, file, ...more] = context.args.positionals;
  const needsFile = action === "backup" || action === "restore";
  if (more.length > 0 || needsFile !== (file !== undefined)) return misuse(`It is one of: ${usage.join("; ")}.`);
  if (flag(context.args, "replace") && action !== "restore") return misuse("--replace belongs to holdfast admin restore.");
  const dataDir = value(context.args, "data") ?? context.dataFolder("holdfast-server");
  // Loaded here, so that no other command waits for it.
  const server = await import("@holdfast/server");
  try {
    switch (action) {
      case "invite":
        return showInvitation(context, await server.inviteTo(dataDir));
      case "stats":
        return showStats(context, await server.statsOf(dataDir));
      case "backup":
        return showBackup(context, file ?? "", await server.backUp(dataDir, file ?? ""));
      case "restore":
        return showRestored(context, server.restore(dataDir, file ?? "", flag(context.args, "replace")));
      default:
        return misuse(`It is one of: ${usage.join("; ")}.`);
    }
  } catch (failure) {
    if (failure instanceof server.FolderProblem) return failed(failure.message);
    throw failure;
  }
}

function showInvitation(context: Context, { token, until }: { readonly token: Uint8Array; readonly until: number }): Exit {
  const invitation = invitationText(token);
  answer(context, { invitation, until: new Date(until).toISOString() }, () => `${invitation}\n`);
  context.terminal.say(`Good for one account, until ${new Date(until).toISOString().slice(0, 10)}. It is shown this once.`);
  return done;
}

function showBackup(context: Context, file: string, bytes: number): Exit {
  answer(context, { file, bytes }, () => "");
  context.terminal.say(`The backup is in ${file} (${sizeText(bytes)}), and was read through.`);
  return done;
}

function showRestored(context: Context, kept: string | null): Exit {
  answer(context, { kept }, () => "");
  context.terminal.say("The backup is in place.");
  if (kept !== null) context.terminal.say(`What was there before is kept beside it as ${kept}; remove it when you are sure.`);
  return done;
}

function showStats(context: Context, stats: Stats): Exit {
  answer(context, stats, () =>
    [
      `${counted(stats.accounts, "account")}, ${counted(stats.devices, "device")}, ${counted(stats.sessions, "session")}`,
      `${counted(stats.invitations, "open invitation")}`,
      `${counted(stats.vaults, "vault")} with ${counted(stats.items, "item")} from ${counted(stats.commits, "commit")}`,
      `${sizeText(stats.sealedBytes)} sealed, ${sizeText(stats.databaseBytes + stats.aheadBytes)} on the disk`,
      "",
    ].join("\n"),
  );
  return done;
}

const counted = (count: number, what: string): string => `${count.toLocaleString("en")} ${what}${count === 1 ? "" : "s"}`;

/** Bytes as people say them. */
export function sizeText(bytes: number): string {
  if (bytes < 1_024) return counted(bytes, "byte");
  const units = ["KiB", "MiB", "GiB", "TiB"];
  const power = Math.min(units.length, Math.floor(Math.log2(bytes) / 10));
  const size = bytes / 1_024 ** power;
  return `${size < 10 ? size.toFixed(1) : Math.round(size)} ${units[power - 1]}`;
}

export const adminCommand: Command = {
  name: "admin",
  usage,
  summary: "Looks after a server's data: invitations, backups, numbers.",
  details: [
    "invite          Prints an invitation: whoever has it can make one account within seven days.",
    "backup FILE     Writes everything the server holds to a new file, also while it runs, and reads it through.",
    "restore FILE    Puts a backup into an empty folder, with no server running on it.",
    "  --replace     … or in place of the data that are there, which are kept beside it.",
    "stats           How much there is.",
    "--data DIR      The server's folder. Default: holdfast-server in the platform's data folder.",
  ],
  positionals: [1, 2],
  options: { data: { values: 1 }, replace: { values: 0 } },
  run: admin,
};
