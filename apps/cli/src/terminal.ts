// What a command may do with the place it was called from: standard output for data, standard error for words, standard input and
// prompts for secrets. Commands see this interface alone; the process stands behind it in process-terminal.ts.

import type { Bytes } from "@holdfast/protocol";

export interface Terminal {
  /** Data, to standard output, as it is. */
  write(text: string): void;
  /** Words, a line to standard error. */
  say(sentence: string): void;
  /** Cells across standard output where that is a terminal, else null. */
  readonly width: number | null;
  /** Whether there is somebody to ask. */
  readonly canAsk: boolean;
  /** Asks for one line, unseen where `hidden`; null when the person stopped. Only where `canAsk`. */
  ask(question: string, hidden: boolean): Promise<string | null>;
  /** All of standard input, until its end. Throws EFBIG above `most` bytes. */
  readInput(most: number): Promise<Bytes>;
  /** Shows a line in place of the last one so shown, or takes it away (null). Does nothing where standard error is no terminal. */
  redraw(line: string | null): void;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Resolves when the process is asked to stop. */
  stopped(): Promise<void>;
}
