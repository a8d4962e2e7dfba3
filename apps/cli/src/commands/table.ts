// Every command of this version, in the order that the help shows them.

import type { Command } from "../command.ts";
import { addCommand } from "./add.ts";
import { adminCommand } from "./admin.ts";
import { agentCommand } from "./agent.ts";
import { backupCommand } from "./backup.ts";
import { checkCommand } from "./check.ts";
import { conflictsCommand } from "./conflicts.ts";
import { devicesCommand } from "./devices.ts";
import { editCommand } from "./edit.ts";
import { exportCommand } from "./export.ts";
import { generateCommand } from "./generate.ts";
import { getCommand } from "./get.ts";
import { healCommand } from "./heal.ts";
import { historyCommand } from "./history.ts";
import { importCommand } from "./import.ts";
import { kitCommand } from "./kit.ts";
import { listCommand } from "./list.ts";
import { lockCommand } from "./lock.ts";
import { logCommand } from "./log.ts";
import { restoreCommand } from "./restore.ts";
import { rmCommand } from "./rm.ts";
import { serveCommand } from "./serve.ts";
import { setupCodeCommand } from "./setup-code.ts";
import { signinCommand } from "./signin.ts";
import { signoutCommand } from "./signout.ts";
import { signupCommand } from "./signup.ts";
import { statusCommand } from "./status.ts";
import { syncCommand } from "./sync.ts";
import { undoImportCommand } from "./undo-import.ts";
import { unlockCommand } from "./unlock.ts";
import { verifyCommand } from "./verify.ts";

export const commands: readonly Command[] = [
  signupCommand,
  signinCommand,
  setupCodeCommand,
  kitCommand,
  unlockCommand,
  lockCommand,
  signoutCommand,
  listCommand,
  getCommand,
  addCommand,
  editCommand,
  rmCommand,
  restoreCommand,
  historyCommand,
  conflictsCommand,
  syncCommand,
  logCommand,
  statusCommand,
  verifyCommand,
  healCommand,
  devicesCommand,
  importCommand,
  undoImportCommand,
  exportCommand,
  backupCommand,
  generateCommand,
  checkCommand,
  serveCommand,
  adminCommand,
  agentCommand,
];

const byName: ReadonlyMap<string, Command> = new Map(commands.map((command) => [command.name, command]));

export const commandNamed = (name: string): Command | null => byName.get(name) ?? null;
