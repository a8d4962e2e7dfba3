// Typed access to rows of node:sqlite. A column of another type than the tables give it means a damaged database: it throws.

import type { SQLOutputValue } from "node:sqlite";
import {
  type AccountId,
  assert,
  type Bytes,
  type DeviceId,
  type Hash,
  hashBytes,
  type ItemId,
  idBytes,
  type VaultId,
} from "@holdfast/protocol";

export type Row = Readonly<Record<string, SQLOutputValue>>;

export function integer(row: Row, column: string): number {
  const value = row[column];
  assert(typeof value === "number", "the column holds a number");
  return value;
}

export function text(row: Row, column: string): string {
  const value = row[column];
  assert(typeof value === "string", "the column holds text");
  return value;
}

export function blob(row: Row, column: string): Bytes {
  const value = row[column];
  assert(value instanceof Uint8Array, "the column holds bytes");
  return value;
}

export function id<Id extends AccountId | VaultId | DeviceId | ItemId>(row: Row, column: string): Id {
  const value = blob(row, column);
  assert(value.length === idBytes, "the column holds an id");
  return value as Id;
}

export function hash(row: Row, column: string): Hash {
  const value = blob(row, column);
  assert(value.length === hashBytes, "the column holds a hash");
  return value as Hash;
}
