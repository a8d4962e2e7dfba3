// What a load must not break, whatever it costs. A broken promise ends the run with its sentence.

export function promise(kept: boolean, what: string): asserts kept {
  if (!kept) throw new Error(`Broken: ${what}`);
}
