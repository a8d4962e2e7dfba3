// Lays the compressed forms beside each file of a build that gets smaller by it: the server gives them out as they are.

import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const worth = /\.(?:js|css|html|svg|json|webmanifest)$/;
/** Below this many bytes an answer fits into one packet anyway. */
const least = 1_024;
/** Of brotli's eleven levels: the ninth gives scripts a fifteenth more, the last takes more than twice as long for a hundredth less. */
const quality = 10;

export async function compressAll(folder: string): Promise<void> {
  const names = await readdir(folder, { recursive: true });
  await Promise.all(names.filter((name) => worth.test(name)).map((name) => compress(join(folder, name))));
}

async function compress(path: string): Promise<void> {
  const content = await readFile(path);
  if (content.length < least) return;
  const params = { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
  await Promise.all([
    promisify(brotliCompress)(content, { params }).then((compressed) => writeFile(`${path}.br`, compressed)),
    promisify(gzip)(content, { level: 9 }).then((compressed) => writeFile(`${path}.gz`, compressed)),
  ]);
}
