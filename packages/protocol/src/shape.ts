// Shapes of wire values. A shape does two things: it parses an untrusted, decoded value into a typed one, bounded,
// and it describes itself as plain data, so that the whole wire can be hashed and pinned (version.ts).
// It may not guess, repair or ignore: what it does not know, it refuses.

import type { Bytes } from "./bytes.ts";

/** What a shape says of itself. */
export type Schema = string | { readonly [key: string]: Schema };

export interface Shape<T> {
  readonly schema: Schema;
  /** The typed value. Throws `Malformed` for anything else; cbor.ts turns that into a Result. */
  parse(value: unknown): T;
}

export type TypeOf<S> = S extends Shape<infer T> ? T : never;

/** Thrown by `parse` alone and caught by `decode` alone. Its message never bears data. */
export class Malformed extends Error {}

const refuse = (expected: string): never => {
  throw new Malformed(`expected ${expected}`);
};

/** An integer from 0 to `max`. */
export const uint = (max: number = Number.MAX_SAFE_INTEGER): Shape<number> => ({
  schema: `uint..${max}`,
  parse: (value) =>
    typeof value === "number" && Number.isSafeInteger(value) && value >= 0 && value <= max ? value : refuse("an unsigned integer"),
});

/** A byte string of `min` to `max` bytes; with one argument, of exactly that many. */
export const bytes = (min: number, max: number = min): Shape<Bytes> => ({
  schema: `bytes${min}..${max}`,
  parse: (value) => (value instanceof Uint8Array && value.length >= min && value.length <= max ? value : refuse(`${min} to ${max} bytes`)),
});

/** A text of `min` to `max` UTF-16 units. */
export const text = (min: number, max: number): Shape<string> => ({
  schema: `text${min}..${max}`,
  parse: (value) => (typeof value === "string" && value.length >= min && value.length <= max ? value : refuse(`text of ${min} to ${max}`)),
});

export const flag: Shape<boolean> = {
  schema: "bool",
  parse: (value) => (typeof value === "boolean" ? value : refuse("true or false")),
};

export const literal = <const L extends string>(word: L): Shape<L> => ({
  schema: `"${word}"`,
  parse: (value) => (value === word ? word : refuse("another word")),
});

export const nullable = <T>(inner: Shape<T>): Shape<T | null> => ({
  schema: { nullable: inner.schema },
  parse: (value) => (value === null ? null : inner.parse(value)),
});

export const list = <T>(inner: Shape<T>, max: number): Shape<readonly T[]> => ({
  schema: { [`list..${max}`]: inner.schema },
  parse: (value) => {
    if (!Array.isArray(value) || value.length > max) return refuse(`a list of at most ${max}`);
    return value.map((entry) => inner.parse(entry));
  },
});

/** A branded form of a shape: the same bytes, a type of its own. */
export const branded = <B>(inner: Shape<unknown>): Shape<B> => ({
  schema: inner.schema,
  parse: (value) => inner.parse(value) as B,
});

export interface Optional<T> {
  readonly optional: Shape<T>;
}

/** A member of a record that may be left out. */
export const optional = <T>(inner: Shape<T>): Optional<T> => ({ optional: inner });

type Members = Readonly<Record<string, Shape<unknown> | Optional<unknown>>>;
type OptionalKeys<M> = { [K in keyof M]: M[K] extends Optional<unknown> ? K : never }[keyof M];
type RecordOf<M> = { readonly [K in Exclude<keyof M, OptionalKeys<M>>]: TypeOf<M[K]> } & {
  readonly [K in OptionalKeys<M>]?: M[K] extends Optional<infer T> ? T : never;
};

const isOptional = (member: Shape<unknown> | Optional<unknown>): member is Optional<unknown> => "optional" in member;

/** Keys in the order of canonical CBOR (RFC 8949, 4.2.1): ASCII keys below 24 characters sort by length, then by byte. */
export const canonicalOrder = (a: string, b: string): number => a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);

/**
 * A map with exactly these keys, in canonical order. Decoded maps arrive as `Map`, so that no key can touch a prototype.
 */
export function record<const M extends Members>(members: M): Shape<RecordOf<M>> {
  const keys = Object.keys(members).sort(canonicalOrder);
  const shapes = keys.map((key) => {
    const member = members[key] as M[string];
    return { key, shape: isOptional(member) ? member.optional : (member as Shape<unknown>), optional: isOptional(member) };
  });
  return {
    schema: Object.fromEntries(shapes.map(({ key, shape, optional }) => [optional ? `${key}?` : key, shape.schema])),
    parse: (value) => {
      if (!(value instanceof Map)) return refuse("a map");
      const parsed: Record<string, unknown> = {};
      const given = value.keys();
      let next = given.next();
      for (const { key, shape, optional } of shapes) {
        if (!next.done && next.value === key) {
          parsed[key] = shape.parse(value.get(key));
          next = given.next();
        } else if (!optional) refuse(`the key ${key}`);
      }
      if (!next.done) refuse("no further key");
      return parsed as RecordOf<M>;
    },
  };
}

/** One of several records, told apart by the literal under `kind`. */
export function oneOf<const V extends Readonly<Record<string, Shape<{ readonly kind: string }>>>>(variants: V): Shape<TypeOf<V[keyof V]>> {
  return {
    schema: { oneOf: Object.fromEntries(Object.entries(variants).map(([kind, shape]) => [kind, shape.schema])) },
    parse: (value) => {
      const kind = value instanceof Map ? value.get("kind") : undefined;
      const shape = typeof kind === "string" && Object.hasOwn(variants, kind) ? variants[kind] : undefined;
      return (shape ?? refuse("a known kind")).parse(value) as TypeOf<V[keyof V]>;
    },
  };
}
