// What a row of the table of parsers is: something that reads bytes from outside, valid samples of them, and how to tell what it made of an
// input. The promise every row is held to: a value or a refusal, never anything thrown; and what was read, written again, reads the same.

import type { Bytes, Result, Shape } from "@holdfast/protocol";
import { decode, encode } from "@holdfast/protocol";

/** How the samples are written, so that mutations can keep to the grammar; `sealed` and `file` are bytes without one. */
export type Form = "cbor" | "json" | "text" | "bytes";

/** `again`: what was read, written anew; null where nothing writes it. `exact`: it must be the input itself, for the form has no other. */
export type Outcome = { readonly type: "refused" } | { readonly type: "read"; readonly again: Bytes | null; readonly exact: boolean };

export interface Parser {
  readonly name: string;
  /** The exported functions and shapes that it tries, by name. */
  readonly reads: readonly string[];
  readonly form: Form;
  readonly samples: () => readonly Bytes[] | Promise<readonly Bytes[]>;
  readonly parse: (input: Bytes) => Outcome | Promise<Outcome>;
  /** Inputs in continuous integration, where not the usual number: less for what takes long. */
  readonly runs?: number;
}

export const refused: Outcome = { type: "refused" };
export const read = (again: Bytes | null = null, exact = false): Outcome => ({ type: "read", again, exact });

/** A row for a shape of canonical CBOR: what it reads is the only form of what was read. */
export const shapeParser = (name: string, shape: Shape<unknown>, samples: Parser["samples"], reads: readonly string[] = []): Parser => ({
  name,
  reads: ["decode", ...reads],
  form: "cbor",
  samples,
  parse: (input) => {
    const decoded = decode(shape, input);
    return decoded.ok ? read(encode(shape, decoded.value), true) : refused;
  },
});

/** The outcome of a value that null stands for where there is none. */
export const orNull = <T>(value: T | null, write: (value: T) => Bytes | null, exact = false): Outcome =>
  value === null ? refused : read(write(value), exact);

export const orError = <T>(result: Result<T, unknown>, write: (value: T) => Bytes | null, exact = false): Outcome =>
  result.ok ? read(write(result.value), exact) : refused;

const decoder = new TextDecoder();

/** An input as text, whatever its bytes; two letters of the private area become halves of an astral one, which no UTF-8 can bear. */
export const textOf = (input: Bytes): string => decoder.decode(input).replaceAll("\ue000", "\ud800").replaceAll("\ue001", "\udc00");
