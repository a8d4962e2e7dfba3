// Counts the bytes of the arrays that are made by length while something runs: memory that a few bytes of input must not be able to ask for.
// By counting and not by measuring, so that it says the same on every machine.

/** The result of `work`, and the bytes of `Uint8Array`s made by length meanwhile, the largest single one among them. */
export async function countAllocations<T>(work: () => T | Promise<T>): Promise<{ readonly result: T; readonly bytes: number }> {
  const real = globalThis.Uint8Array;
  let bytes = 0;
  globalThis.Uint8Array = new Proxy(real, {
    construct: (target, given, newTarget) => {
      if (typeof given[0] === "number") bytes += given[0];
      return Reflect.construct(target, given, newTarget) as object;
    },
  });
  try {
    return { result: await work(), bytes };
  } finally {
    globalThis.Uint8Array = real;
  }
}
