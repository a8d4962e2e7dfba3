// How a command ends: an exit code of cli.md and, where it did not do its work, one plain sentence for standard error.
// Commands return one; nothing but main.ts ends the process.

export interface Exit {
  readonly code: 0 | 1 | 2 | 3 | 4 | 5 | 130;
  readonly sentence?: string;
}

export const done: Exit = { code: 0 };
/** Refused or failed. */
export const failed = (sentence: string): Exit => ({ code: 1, sentence });
/** Wrong use: nothing was asked of anybody. */
export const misuse = (sentence: string): Exit => ({ code: 2, sentence });
/** Not signed in, locked, or wrong secrets. */
export const locked = (sentence: string): Exit => ({ code: 3, sentence });
/** The network is the work, and it is not there. */
export const unreachable = (sentence: string): Exit => ({ code: 4, sentence });
export const needsAttention = (sentence: string): Exit => ({ code: 5, sentence });
/** Stopped by the person with Ctrl-C at a prompt, told as shells do. */
export const interrupted: Exit = { code: 130, sentence: "Stopped." };
