// Lays the compressed forms beside each file of a build that gets smaller by it: the server gives them out as they are.

import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const worth = /\.(?:js|css|html|svg|json|webmanifest)$/;
/** Below this many bytes an answer fits into one packet anyway. */
const least = 1_024;
/** The best that is quick: the last levels take ten times as long for a hundredth. */
const quality = 9;

export async function compressAll(folder: string): Promise<void> {
  for (const name of await readdir(folder, { recursive: true })) {
    if (!worth.test(name)) continue;
    const path = join(folder, name);
    const content = await readFile(path);
    if (content.length < least) continue;
    const params = { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
    await writeFile(`${path}.br`, await promisify(brotliCompress)(content, { params }));
    await writeFile(`${path}.gz`, await promisify(gzip)(content, { level: 9 }));
  }
}
