// What is said on the agent's socket: one request and its reply for each connection, in the strict CBOR of the wire, bounded. Only this
// user's processes reach the socket (its modes see to that), and still nothing that comes is trusted to be well-formed.

import { openKeysBytes } from "@holdfast/core";
import { shape } from "@holdfast/protocol";

const { bytes, literal, oneOf, record } = shape;

/**
 * `keys`: whoever asks goes on as unlocked. `saved`: this device has changes to send; answered when the run has ended. `switched`: the
 * switch was turned. `lock`: forget the keys and end.
 */
export const agentRequest = oneOf({
  keys: record({ kind: literal("keys") }),
  saved: record({ kind: literal("saved") }),
  switched: record({ kind: literal("switched") }),
  lock: record({ kind: literal("lock") }),
});
export type AgentRequest = shape.TypeOf<typeof agentRequest>;

export const agentReply = oneOf({
  keys: record({ kind: literal("keys"), keys: bytes(1, openKeysBytes) }),
  done: record({ kind: literal("done") }),
});
export type AgentReply = shape.TypeOf<typeof agentReply>;

/** How a command reaches the agent of a folder. In a real process: agent/socket-agents.ts. */
export interface Agents {
  /** The agent's reply; null where there is none, or it does not answer within `waitMs`. */
  ask(folder: string, request: AgentRequest, waitMs: number): Promise<AgentReply | null>;
  /** Starts an agent for the folder with these keys; whether there is one now. */
  start(folder: string, keys: Uint8Array): Promise<boolean>;
}

/** How long an agent may take for what needs no network. */
export const promptMs = 2_000;
/** How long a command waits for the word that its change has been sent. */
export const savedMs = 3_000;
/** Locking sends what waits, for three seconds at most. */
export const lockMs = 6_000;
