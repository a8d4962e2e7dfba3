// Every bound of the protocol in one place. A loop, buffer or message without its line here is a fault.

const KiB = 1024;
const MiB = 1024 * KiB;

export const limits = {
  /** Bytes of one sealed revision. */
  revisionBytes: 256 * KiB,
  /** Bytes of one sealed head. */
  headBytes: 4 * KiB,
  /** Changes in one commit. */
  commitChanges: 1_000,
  /** Bytes of one commit's revisions together. */
  commitBytes: 4 * MiB,
  /** Bytes of an encoded push: the revisions and what stands around them. */
  pushBytes: 5 * MiB,
  /** Sealed heads of a lost branch that one healing commit carries. */
  branchHeads: 1_000,
  /** Items of one vault, tombstones included. */
  vaultItems: 100_000,
  /** Bytes of every request but a push. */
  requestBytes: 128 * KiB,
  /** Bytes of one frame of a stream. */
  frameBytes: 2 * MiB,
  /** Bytes of the missing part that the answer to a stale push carries. */
  missingBytes: 256 * KiB,
  /** Bytes of an answer that is no stream. */
  answerBytes: 1 * MiB,
  /** Bytes of a commit that a poke carries inline. */
  inlineCommitBytes: 64 * KiB,
  /** Bytes of one message from a client on a live connection. */
  liveRequestBytes: 1 * KiB,
  /** Bytes of one message from the server on a live connection: a poke with its commit. */
  liveEventBytes: 65 * KiB,
  /** Bytes that wait for one live connection to take them; beyond, it is closed. */
  liveQueueBytes: 512 * KiB,
  /** Live connections of one account. */
  liveConnections: 100,
  /** How long the server waits for `hello` on a live connection, in milliseconds. */
  liveHelloMs: 10_000,
  /** How often a client says on a live connection that it is there, in milliseconds. */
  livePingMs: 50_000,
  /** How long the server waits for the next message of a live connection, in milliseconds. */
  liveIdleMs: 130_000,
  /** Bytes of a key slot: room for a keyring of a thousand epochs. */
  slotBytes: 80 * KiB,
  /** UTF-16 units of an account's name. */
  accountName: 254,
  /** Devices of one account. */
  devices: 1_000,
  /** Sealed bytes an account may hold, superseded revisions included, unless the server is told otherwise. */
  accountBytes: 1024 * MiB,
  /** How long a challenge can be answered, in milliseconds. */
  challengeMs: 60_000,
  /** Challenges open at once on one server; the oldest go first. */
  challenges: 100_000,
  /** How long a session lives without use, in milliseconds: 30 days. */
  sessionIdleMs: 30 * 24 * 3_600_000,
  /** How long superseded revisions are kept, in milliseconds: 30 days. */
  supersededMs: 30 * 24 * 3_600_000,
} as const;
