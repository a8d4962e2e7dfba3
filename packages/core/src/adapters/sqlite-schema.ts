// The tables of a replica's file, as numbered migrations: a file is brought from its `user_version` to the last one, in one
// transaction. A migration that has been released is never edited; a change is a further one. // P12

/** "HFr1": tells our file from every other SQLite file (sqlite.org/pragma.html, application_id). */
export const applicationId = 0x48467231;

/** Rows of 1.1 KB fill pages of 8 KiB with 4% lost, those of 4 KiB with 17%. Fixed when a file is made. */
export const pageBytes = 8192;

/**
 * `item` is a table with rowids: clustered by id, rows above a quarter of a page would spill into overflow pages, and a bulk write would take
 * three times as long. `item_pairs` holds what the digest asks for, so that no revision is read for it; `item_waiting` is the outbox.
 */
const first = `
CREATE TABLE state (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  generation INTEGER NOT NULL,
  replica BLOB
);
INSERT INTO state VALUES (1, 0, NULL);
CREATE TABLE in_flight (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  encoded BLOB NOT NULL
);
CREATE TABLE item (
  id BLOB PRIMARY KEY NOT NULL CHECK (length(id) = 16),
  acknowledged_hash BLOB CHECK (length(acknowledged_hash) = 32),
  waiting_hash BLOB CHECK (length(waiting_hash) = 32),
  acknowledged BLOB CHECK ((acknowledged IS NULL) = (acknowledged_hash IS NULL)),
  waiting BLOB CHECK ((waiting IS NULL) = (waiting_hash IS NULL)),
  CHECK (acknowledged_hash IS NOT NULL OR waiting_hash IS NOT NULL)
);
CREATE INDEX item_pairs ON item (id, acknowledged_hash) WHERE acknowledged_hash IS NOT NULL;
CREATE INDEX item_waiting ON item (id) WHERE waiting_hash IS NOT NULL;
CREATE TABLE bucket (
  number INTEGER PRIMARY KEY CHECK (number BETWEEN 0 AND 255),
  hash BLOB NOT NULL CHECK (length(hash) = 32)
);
CREATE TABLE head (
  seq INTEGER PRIMARY KEY CHECK (seq > 0),
  sealed BLOB NOT NULL
);
`;

/** The activity log: sealed lines in the order they came. // P15 */
const second = `
CREATE TABLE activity (
  number INTEGER PRIMARY KEY,
  sealed BLOB NOT NULL
);
`;

/** Heads of branches that this device has left; `waiting` are those that a healing's commits have yet to carry. // P16 */
const third = `
CREATE TABLE lost_head (
  hash BLOB PRIMARY KEY NOT NULL CHECK (length(hash) = 32),
  sealed BLOB NOT NULL,
  waiting INTEGER NOT NULL CHECK (waiting IN (0, 1))
) WITHOUT ROWID;
CREATE INDEX lost_head_waiting ON lost_head (hash) WHERE waiting = 1;
`;

/** What this device notes for itself, sealed. // P17 */
const fourth = `
CREATE TABLE note (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  sealed BLOB NOT NULL
);
`;

/** The migration at index n leads from version n to n + 1. */
export const migrations: readonly string[] = [first, second, third, fourth];
