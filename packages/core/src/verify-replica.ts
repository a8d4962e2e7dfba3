// The whole check of a device that a person asks for: what the replica holds, then what the server says of it, and the newest head as words
// to compare with another device. Changes nothing and sends no change. // T10

import type { HeadRef } from "@holdfast/protocol";
import type { VaultSeal } from "./seal/vault-seal.ts";
import type { Replica, Store } from "./store/store.ts";
import { checkReplica } from "./sync/check-replica.ts";
import type { SessionSource } from "./sync/engine.ts";
import { alarms } from "./sync/reasons.ts";
import { pull } from "./sync/receive.ts";
import type { Transport } from "./sync/transport.ts";
import { loadWords } from "./tools/generate-words.ts";
import { sixWords } from "./tools/six-words.ts";

export interface Verification {
  readonly ok: boolean;
  /** The newest verified head's seq. */
  readonly seq: number;
  /** Its six words. */
  readonly words: string;
  /** A code of docs/spec/sync.md or tools.md where something is wrong; null where nothing is. */
  readonly reason: string | null;
  /** Whether the server goes on from our head. `off`: synchronization is switched off, and nothing was asked. */
  readonly server: "agrees" | "differs" | "not-reached" | "off";
}

export interface VerifyOptions {
  readonly store: Store;
  readonly seal: VaultSeal;
  readonly transport: Transport;
  readonly session: SessionSource;
}

export async function verifyReplica(options: VerifyOptions): Promise<Verification> {
  const { head, fault } = await checkReplica(options.store, options.seal);
  const told = fault === null ? await compare(options) : ({ server: "not-reached", reason: fault } as const);
  return { ok: told.reason === null, seq: head.seq, words: await wordsOf(head), ...told };
}

const wordsOf = async ({ hash }: HeadRef): Promise<string> => sixWords(await loadWords(), hash);

type Told = Pick<Verification, "reason" | "server">;

/** What the server says, received and judged as in every pull, and not applied. */
async function compare({ store, seal, transport, session }: VerifyOptions): Promise<Told> {
  for (let signIns = 0; ; ) {
    const { generation, replica } = await store.read();
    if (replica === null || !replica.enabled) return unasked("off", replica); // S17
    const token = session.token();
    if (token === null) {
      if (signIns++ > 0 || (await session.signIn()) !== "signed-in") return unasked("not-reached", replica);
      continue;
    }
    const start = { head: replica.head, epoch: replica.epoch };
    const received = await pull(transport, token, { store, seal, start, whole: false, progress: () => {} });
    if (received.ok) return { server: "agrees", reason: null };
    const failure = received.error;
    if (failure.type === "refused" && failure.refusal.kind === "session-ended") {
      await session.forget();
      continue;
    }
    if (failure.type !== "alarm") return unasked("not-reached", replica);
    // Another process has taken in a pull meanwhile, so this one was judged against two states.
    if ((await store.read()).generation !== generation) continue;
    return { server: "differs", reason: failure.reason };
  }
}

/** Without an answer of now: what an earlier run has seen of the server, and no run since has seen mended. */
function unasked(server: "off" | "not-reached", replica: Replica | null): Told {
  const reason = replica?.troubles.find((trouble) => Object.hasOwn(alarms, trouble.reason))?.reason ?? null;
  return { server: reason === null ? server : "differs", reason };
}
