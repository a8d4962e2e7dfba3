// What machine a result belongs to. No name of a host and no path.

import { cpus, release, totalmem } from "node:os";

export const machine = () => ({
  system: `${process.platform} ${release()} ${process.arch}`,
  node: process.version,
  processor: cpus()[0]?.model ?? "unknown",
  cores: cpus().length,
  memoryGiB: Math.round(totalmem() / 2 ** 30),
});
