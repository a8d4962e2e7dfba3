// Expected outcomes are values: a Result is either a value or an error that the caller must look at.
// Bugs use `assert`, which throws; nothing else in protocol and core throws for an expected outcome.

export type Result<T, E> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };

export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });

export const err = <E>(error: E): { readonly ok: false; readonly error: E } => ({ ok: false, error });

/** Throws when `condition` does not hold: the program is wrong, not its input. `what` names the broken promise and never bears data. */
export function assert(condition: unknown, what: string): asserts condition {
  if (!condition) throw new Error(`Broken promise in the program: ${what}`);
}
