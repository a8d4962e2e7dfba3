// Writing the emergency kit to a file: a new one, readable by its owner alone, and on the disk before anybody is told that it is there.

import { access, open } from "node:fs/promises";

export const kitFileTaken = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** Throws where the file is there already or can't be made. */
export async function writeKitFile(path: string, text: string): Promise<void> {
  const file = await open(path, "wx", 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}
