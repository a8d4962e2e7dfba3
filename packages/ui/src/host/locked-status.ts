// The status while the vault is locked, by what lies on the device in plain: what waits, what the last run met, and the switch. What items and
// devices say is sealed. Pure.

import { attentionOf, phaseOf, type Replica, type Status } from "@holdfast/core";

export function lockedStatus(replica: Replica, waiting: number): Status {
  const facts = { replica, waiting, itemAttention: [], running: null };
  return {
    current: phaseOf(facts),
    attention: attentionOf(facts),
    enabled: replica.enabled,
    waiting,
    seq: replica.head.seq,
    serverSeq: replica.serverSeq,
    lastSync: replica.lastSync,
    items: 0,
    hidden: 0,
    devices: [],
  };
}
