// The bounds of an item, for everything that makes or reads one. They are part of the merge: devices that cut differently
// would not meet, so a bound changes only with a line in docs/spec/vault.md (V7).

const KiB = 1024;

export const itemLimits = {
  /** UTF-8 bytes of all paths and canonical current values together, the trash mark aside; above it an edit may only shrink. */
  currentBytes: 64 * KiB,
  /** Paths of one item, removed ones included; above it an edit may add none. */
  fields: 1_000,
  /** Bytes of the encoded item, above which settled history is cut. Leaves room in a revision of 256 KiB for padding. */
  itemBytes: 192 * KiB,
  /** Registers kept of a path that holds secrets. */
  secretRegisters: 25,
  /** Registers kept of every other path. */
  registers: 10,
  /** Bytes that parse looks at: above any revision, for an item that grew in merges and can't be sent until it is made smaller. */
  contentBytes: 4 * KiB * KiB,
  /** How deep lists and objects nest in one value. */
  depth: 16,
  /** Values within one value, itself included. An edit within `currentBytes` can't have more. */
  parts: 64 * KiB,
  /** UTF-16 units of a path, and of a kind. */
  path: 256,
  kind: 64,
} as const;
