// Writing the emergency kit to a file: a new one, readable by its owner alone, and on the disk before anybody is told that it is there.

import { lstat } from "node:fs/promises";
import { utf8 } from "@holdfast/protocol";
import { failed } from "./exit.ts";
import { fileErrorCode } from "./machine-failure.ts";
import { writeNewFile } from "./write-new-file.ts";

export const kitTaken = failed("The kit is not written over a file that is there.");

/** Whether anything has this name: a link that leads nowhere too. */
export async function kitFileTaken(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (fileErrorCode(error) === "ENOENT") return false;
    throw error;
  }
}

/** False where the file is there already. Throws what the disk throws. */
export const writeKitFile = async (path: string, text: string): Promise<boolean> =>
  (await writeNewFile(path, [utf8(text)], false)) !== null;
