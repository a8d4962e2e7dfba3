// The replica in one SQLite file, by node:sqlite. Several processes may have it open: every write is one short transaction with the
// check of its generation inside, every read one statement or one snapshot. Knows sealed bytes only. // P10

import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from "node:sqlite";
import { assert, type Bytes, compareBytes, equalBytes, hash, idBytes, itemId, shape } from "@holdfast/protocol";
import { bucketCount, checkWrite } from "../store/check-write.ts";
import {
  type InFlight,
  type LostHead,
  logLines,
  type Replica,
  type Sealed,
  type Store,
  type StoredItem,
  type Write,
  type WriteResult,
} from "../store/store.ts";
import { StoreProblem } from "../store/store-problem.ts";
import { fromStored, inFlightShape, replicaShape, toStored } from "../store/stored-shapes.ts";
import { openSqliteFile } from "./sqlite-file.ts";
import { storeProblem } from "./sqlite-problem.ts";

/** The store in `file`, which is made where there is none, in a folder that exists. Throws `StoreProblem`, as every call of the store may. */
export async function openSqliteStore(file: string): Promise<Store> {
  return openSqliteFile(file, (database) => new SqliteStore(database));
}

/** What stands around a transaction. */
const usual = { begin: "", end: "" };
/** P20: in the log and not yet on the disk; whatever brings a later transaction there brings this one before it, since the log is in order. */
const lightly = { begin: "PRAGMA synchronous = NORMAL", end: "PRAGMA synchronous = FULL" };

/** Items of a write up to which each is looked at for the count. */
const countedItems = 64;

const columns = "id, acknowledged_hash, waiting_hash, acknowledged, waiting";

function prepare(database: DatabaseSync) {
  const rows = (sql: string): StatementSync => {
    const statement = database.prepare(sql);
    statement.setReturnArrays(true);
    return statement;
  };
  return {
    generation: rows("SELECT generation FROM state"),
    read: rows(`SELECT generation, replica, (SELECT count(*) FROM item WHERE waiting_hash IS NOT NULL) FROM state`),
    inFlight: rows("SELECT encoded FROM in_flight"),
    state: rows("SELECT generation, replica FROM state"),
    setState: database.prepare("UPDATE state SET generation = ?, replica = ?"),
    putItem: database.prepare(`INSERT INTO item (${columns}) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET
      acknowledged_hash = excluded.acknowledged_hash, waiting_hash = excluded.waiting_hash,
      acknowledged = excluded.acknowledged, waiting = excluded.waiting`),
    putBucket: database.prepare("INSERT OR REPLACE INTO bucket (number, hash) VALUES (?, ?)"),
    putHead: database.prepare("INSERT OR REPLACE INTO head (seq, sealed) VALUES (?, ?)"),
    putInFlight: database.prepare("INSERT OR REPLACE INTO in_flight (one, encoded) VALUES (1, ?)"),
    dropInFlight: database.prepare("DELETE FROM in_flight"),
    item: rows(`SELECT ${columns} FROM item WHERE id = ?`),
    items: rows(`SELECT ${columns} FROM item`),
    waiting: rows(`SELECT ${columns} FROM item WHERE waiting_hash IS NOT NULL ORDER BY id LIMIT ?`),
    pairs: rows("SELECT id, acknowledged_hash FROM item WHERE id >= ? AND id < ? AND acknowledged_hash IS NOT NULL ORDER BY id"),
    isAcknowledged: rows("SELECT acknowledged_hash IS NOT NULL FROM item WHERE id = ?"),
    acknowledged: rows("SELECT count(*) FROM item WHERE acknowledged_hash IS NOT NULL"),
    buckets: rows("SELECT number, hash FROM bucket"),
    heads: rows("SELECT seq, sealed FROM head WHERE seq >= ? ORDER BY seq LIMIT ?"),
    cutHeads: database.prepare("DELETE FROM head WHERE seq > ?"),
    putLost: database.prepare("INSERT OR REPLACE INTO lost_head (hash, sealed, waiting) VALUES (?, ?, ?)"),
    lostHead: rows("SELECT hash, sealed, waiting FROM lost_head WHERE hash = ?"),
    lostWaiting: rows("SELECT hash, sealed, waiting FROM lost_head WHERE waiting = 1 ORDER BY hash LIMIT ?"),
    putLine: database.prepare("INSERT INTO activity (sealed) VALUES (?)"),
    cutLog: database.prepare("DELETE FROM activity WHERE number <= (SELECT max(number) FROM activity) - ?"),
    log: rows("SELECT sealed FROM activity ORDER BY number DESC LIMIT ?"),
    note: rows("SELECT sealed FROM note"),
    putNote: database.prepare("INSERT OR REPLACE INTO note (one, sealed) VALUES (1, ?)"),
    dropNote: database.prepare("DELETE FROM note"),
  };
}

class SqliteStore implements Store {
  readonly #database: DatabaseSync;
  readonly #statements: ReturnType<typeof prepare>;
  #open = true;
  /** What the last read gave, and the commit in flight that the last write left: one generation is one state, whoever wrote it. // P4 */
  #last: Awaited<ReturnType<Store["read"]>> | null = null;
  #lastInFlight: KnownInFlight | null = null;
  /** The count that every commit and every pull asks for, kept through small writes: counted anew, it would cost what exists and not what changed. */
  #lastCount: KnownCount | null = null;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#statements = prepare(database);
  }

  read() {
    return this.#run(() => {
      if (this.#last !== null && whole(this.#one(this.#statements.generation)[0]) === this.#last.generation) return this.#last;
      this.#last = this.#within("BEGIN", () => this.#readState());
      return this.#last;
    });
  }

  #readState(): Awaited<ReturnType<Store["read"]>> {
    const [generation, replica, waiting] = this.#one(this.#statements.read);
    const state = { generation: whole(generation), replica: storedReplica(replica), waiting: whole(waiting) };
    if (this.#lastInFlight?.generation === state.generation) return { ...state, inFlight: this.#lastInFlight.inFlight };
    const [encoded] = this.#rows(this.#statements.inFlight)[0] ?? [];
    return { ...state, inFlight: encoded === undefined ? null : fromStored(inFlightShape, blob(encoded)) };
  }

  create(replica: Replica) {
    return this.#transaction((state): WriteResult => {
      if (state.replica !== null) return { type: "changed" }; // P5
      return this.#written(state.generation, toStored(replicaShape, replica));
    });
  }

  async write(change: Write) {
    const before = this.#lastInFlight;
    let more: number | null = null;
    const result = await this.#transaction(
      (state): WriteResult => {
        if (state.replica === null) return { type: "changed" }; // P5
        if (change.expect !== null && change.expect !== state.generation) return { type: "changed" }; // P2
        if (change.device !== undefined && !equalBytes(change.device, this.#deviceIn(state.generation, state.replica)))
          return { type: "changed" }; // P18
        checkWrite(change);
        more = this.#putItems(change.items ?? []);
        this.#putOthers(change);
        const { replica } = state;
        return this.#written(
          state.generation,
          change.replica ? toStored(replicaShape, { ...fromStored(replicaShape, replica), ...change.replica }) : replica,
        );
      },
      change.light ? lightly : usual,
    );
    if (result.type === "written") {
      this.#keepInFlight(change, before, result.generation);
      this.#keepCount(more, result.generation);
    }
    return result;
  }

  #deviceIn(generation: number, replica: Bytes): Bytes {
    const known = this.#last?.generation === generation ? this.#last.replica : null;
    return (known ?? fromStored(replicaShape, replica)).device;
  }

  /** Megabytes that are read back at every step of a push otherwise. */
  #keepInFlight(change: Write, before: KnownInFlight | null, generation: number): void {
    if (change.inFlight !== undefined) this.#lastInFlight = { generation, inFlight: change.inFlight };
    else if (before?.generation === generation - 1) this.#lastInFlight = { ...before, generation };
  }

  #keepCount(more: number | null, generation: number): void {
    const before = this.#lastCount;
    const holds = before !== null && more !== null && before.generation === generation - 1;
    this.#lastCount = holds ? { generation, count: before.count + more } : null;
  }

  async clear(expect: number) {
    const result = await this.#transaction(
      (state): WriteResult => {
        if (expect !== state.generation) return { type: "changed" }; // P2
        this.#database.exec(
          "DELETE FROM item; DELETE FROM in_flight; DELETE FROM bucket; DELETE FROM head; DELETE FROM lost_head; DELETE FROM note; DELETE FROM activity",
        );
        this.#statements.setState.run(state.generation + 1, null); // P4
        return { type: "written", generation: state.generation + 1 };
      },
      { begin: "PRAGMA secure_delete = ON", end: "" },
    );
    if (result.type === "written") await this.#run(() => this.#wipe());
    return result;
  }

  /** What was deleted leaves the log and the free pages too. The store is empty already: where another process reads, this can't be done. */
  #wipe(): void {
    try {
      this.#database.exec("PRAGMA secure_delete = FAST; PRAGMA wal_checkpoint(TRUNCATE); VACUUM; PRAGMA wal_checkpoint(TRUNCATE)");
    } catch (error) {
      const problem = storeProblem(error);
      if (!(problem instanceof StoreProblem)) throw problem;
    }
  }

  item(id: Bytes) {
    return this.#run(() => this.#rows(this.#statements.item, id).map(storedItem)[0] ?? null);
  }

  itemsById(ids: readonly Bytes[]) {
    return this.#snapshot(() => ids.flatMap((id) => this.#rows(this.#statements.item, id).map(storedItem)));
  }

  items() {
    return this.#snapshot(() => {
      const generation = whole(this.#one(this.#statements.state)[0]);
      // In the order of the file and sorted here: by the index on ids, each row would be sought. // P7
      const items = this.#rows(this.#statements.items).map(storedItem);
      return { generation, items: items.sort((a, b) => compareBytes(a.id, b.id)) };
    });
  }

  waiting(count: number) {
    return this.#run(() => this.#rows(this.#statements.waiting, count).map(storedItem));
  }

  pairs(bucket: number) {
    const from = Uint8Array.of(bucket);
    const to = bucket < bucketCount - 1 ? Uint8Array.of(bucket + 1) : new Uint8Array(idBytes + 1).fill(0xff);
    return this.#run(() =>
      this.#rows(this.#statements.pairs, from, to).map(([id, sum]) => ({ item: parsed(itemId, id), hash: parsed(hash, sum) })),
    );
  }

  buckets() {
    return this.#run(() => {
      const held = new Map(this.#rows(this.#statements.buckets).map(([number, sum]) => [whole(number), parsed(hash, sum)]));
      return Array.from({ length: bucketCount }, (_, bucket) => held.get(bucket) ?? null);
    });
  }

  acknowledgedCount() {
    return this.#snapshot(() => {
      const generation = whole(this.#one(this.#statements.generation)[0]);
      if (this.#lastCount?.generation !== generation) {
        this.#lastCount = { generation, count: whole(this.#one(this.#statements.acknowledged)[0]) };
      }
      return this.#lastCount.count;
    });
  }

  heads(first: number, count: number) {
    return this.#run(() => {
      const held = this.#rows(this.#statements.heads, first, count);
      const gap = held.findIndex(([seq], i) => whole(seq) !== first + i);
      return (gap < 0 ? held : held.slice(0, gap)).map(([, sealed]) => blob(sealed)); // P9
    });
  }

  lostHead(of: Bytes) {
    return this.#run(() => this.#rows(this.#statements.lostHead, of).map(storedLost)[0] ?? null);
  }

  lostWaiting(count: number) {
    return this.#run(() => this.#rows(this.#statements.lostWaiting, count).map(storedLost));
  }

  log(count: number) {
    return this.#run(() => this.#rows(this.#statements.log, count).map(([sealed]) => blob(sealed)));
  }

  note() {
    return this.#run(() => this.#rows(this.#statements.note).map(([sealed]) => blob(sealed))[0] ?? null);
  }

  async close() {
    if (!this.#open) return;
    this.#open = false;
    this.#database.close();
  }

  /** How many more items have an acknowledged state now; null where so many were put that counting is less work. */
  #putItems(items: readonly StoredItem[]): number | null {
    const { putItem, isAcknowledged } = this.#statements;
    const few = items.length <= countedItems;
    let more = 0;
    for (const { id, acknowledged: base, waiting } of items) {
      if (few) more += Number(base !== null) - whole(this.#rows(isAcknowledged, id)[0]?.[0] ?? 0);
      putItem.run(id, base?.hash ?? null, waiting?.hash ?? null, base?.revision ?? null, waiting?.revision ?? null);
    }
    return few ? more : null;
  }

  #putOthers({ buckets = [], heads, cutHeads, lost = [], inFlight, log = [], note }: Write): void {
    const { putBucket, putHead, putInFlight, dropInFlight, putLine, cutLog } = this.#statements;
    for (const { bucket, hash } of buckets) putBucket.run(bucket, hash);
    if (cutHeads !== undefined) this.#statements.cutHeads.run(cutHeads);
    for (const { hash, sealed, waiting } of lost) this.#statements.putLost.run(hash, sealed, waiting ? 1 : 0);
    for (const [i, sealed] of (heads?.sealed ?? []).entries()) putHead.run((heads?.first ?? 0) + i, sealed);
    if (inFlight === null) dropInFlight.run();
    else if (inFlight) putInFlight.run(toStored(inFlightShape, inFlight));
    for (const line of log) putLine.run(line);
    if (log.length > 0) cutLog.run(logLines); // P15
    if (note === null) this.#statements.dropNote.run();
    else if (note) this.#statements.putNote.run(note);
  }

  #written(generation: number, replica: Bytes): WriteResult {
    this.#statements.setState.run(generation + 1, replica); // P4
    return { type: "written", generation: generation + 1 };
  }

  /** One write: `work` sees the state under the lock, and all it does is kept or none. // P1 */
  #transaction<T>(work: (state: State) => T, { begin, end } = usual): Promise<T> {
    return this.#run(() => {
      if (begin !== "") this.#database.exec(begin);
      try {
        return this.#within("BEGIN IMMEDIATE", () => {
          const [generation, replica] = this.#one(this.#statements.state);
          return work({ generation: whole(generation), replica: replica === null ? null : blob(replica) });
        });
      } finally {
        if (end !== "") this.#database.exec(end);
      }
    });
  }

  /** Several reads of one state. // P4 */
  #snapshot<T>(work: () => T): Promise<T> {
    return this.#run(() => this.#within("BEGIN", work));
  }

  #within<T>(begin: "BEGIN" | "BEGIN IMMEDIATE", work: () => T): T {
    this.#database.exec(begin);
    try {
      const result = work();
      this.#database.exec("COMMIT");
      return result;
    } catch (error) {
      // A full disk has rolled back already.
      if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
      throw error;
    }
  }

  /** Every call runs within one turn, so that no two of this process mix. */
  async #run<T>(work: () => T): Promise<T> {
    assert(this.#open, "a closed store is not used");
    try {
      return work();
    } catch (error) {
      throw storeProblem(error);
    }
  }

  #one(statement: StatementSync): Row {
    const row = this.#rows(statement)[0];
    if (row === undefined) throw new StoreProblem("damaged");
    return row;
  }

  #rows(statement: StatementSync, ...parameters: SQLInputValue[]): Row[] {
    // @types/node knows rows as objects only; setReturnArrays makes them arrays.
    return statement.all(...parameters) as unknown as Row[];
  }
}

type Row = readonly SQLOutputValue[];

interface KnownCount {
  readonly generation: number;
  readonly count: number;
}

interface KnownInFlight {
  readonly generation: number;
  readonly inFlight: InFlight | null;
}

/** What a write stands on; the replica as it is stored. */
interface State {
  readonly generation: number;
  readonly replica: Bytes | null;
}

// What comes from the file is checked like a stranger's message: anybody may have written it. // P12

function parsed<T>(kind: shape.Shape<T>, value: SQLOutputValue | undefined): T {
  try {
    return kind.parse(value);
  } catch (error) {
    throw error instanceof shape.Malformed ? new StoreProblem("damaged") : error;
  }
}

function blob(value: SQLOutputValue | undefined): Bytes {
  if (!(value instanceof Uint8Array)) throw new StoreProblem("damaged");
  return value;
}

const whole = (value: SQLOutputValue | undefined): number => parsed(shape.uint(), value);

const storedReplica = (value: SQLOutputValue | undefined): Replica | null =>
  value === null || value === undefined ? null : fromStored(replicaShape, blob(value));

const storedItem = ([id, acknowledgedHash, waitingHash, acknowledged, waiting]: Row): StoredItem => ({
  id: parsed(itemId, id),
  acknowledged: sealed(acknowledgedHash, acknowledged),
  waiting: sealed(waitingHash, waiting),
});

const storedLost = ([sum, head, waiting]: Row): LostHead => ({
  hash: parsed(hash, sum),
  sealed: blob(head),
  waiting: whole(waiting) === 1,
});

const sealed = (sum: SQLOutputValue | undefined, revision: SQLOutputValue | undefined): Sealed | null =>
  sum === null ? null : { revision: blob(revision), hash: parsed(hash, sum) };
