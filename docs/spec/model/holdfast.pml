/*
 * Synchronization as a model that spin checks in full: a few devices, a few edits, and every order in which messages get lost, processes
 * die and the server is put back. README.md says how to read and run it. This file holds the state, the bounds and what may happen how
 * often; device.pml and server.pml say what each does, rules.pml what must hold.
 */

/* Bounds. Each is given by -D; what stands here is the smallest world worth looking at. */
#ifndef DEVICES
#define DEVICES 2
#endif
#ifndef EDITS           /* for each device */
#define EDITS 1
#endif
#ifndef MISHAPS         /* requests and answers that get lost or come late, devices and servers that are killed at any step */
#define MISHAPS 1
#endif
#ifndef ROLLBACKS       /* the server is put back to any state it ever had */
#define ROLLBACKS 1
#endif
#ifndef POWER           /* 1: among the mishaps are power cuts, after which light writes may be gone (P20) */
#define POWER 0
#endif
#ifndef POKES           /* 1: the server tells devices of new commits, and they take what fits (S36) */
#define POKES 0
#endif
#ifndef HALVES          /* 1: a commit may carry a part of what waits (S9) */
#define HALVES 0
#endif
#ifndef PLACES          /* for commits on the server; running out of them is an error, so enough is known to be enough */
#define PLACES 9
#endif

/* Where a device stands between two steps. All but IDLE is in its memory alone. */
#define IDLE 0
#define SENT 1          /* its push is on the way to the server */
#define TAKEN 2         /* the answer is on the way: the commit has its place */
#define STALE 3         /* the answer is on the way: the vault has moved on */
#define ANSWERED 4      /* the answer of a pull is here, verified and not applied */

/*
 * What is in a vault is a set of edits, one bit for each; merging is union (M2, M3). A commit is a place in `commits`: 0 is genesis, then
 * come drafts (those that no server has taken yet), then those that have or had a place on the server, in the order in which it took
 * them; what speaks of a draft speaks of its place from then on. A set of commits is one bit for each.
 */
#define DRAFTS (DEVICES + 1 + POWER * DEVICES)
#define COMMITS (1 + DRAFTS + PLACES)

typedef Commit {
  byte prev;
  short state;          /* the whole vault once it has its place */
  short chain;          /* itself and all it stands on */
  byte heals;           /* the lost head it names; 0: none (H8) */
  short names;          /* all that its history names (H9) */
}

typedef Replica {
  /* In the store. */
  byte head;            /* the newest verified head */
  short acknowledged;
  short waiting;        /* the outbox mark and what waits, one value (P3); 0: nothing waits */
  byte inFlight;        /* 0: none */
  short healing;        /* lost heads that it has to name (H7) */
  bool alarmed;
  /* In memory. */
  byte phase;
  byte got;             /* the head that the answer of a pull ends with */
  bool word;            /* the run under way bears a person's word (H3) */
  byte looked;          /* one more than the head that was looked at in vain (H3) */
  byte edits;           /* made so far */
#ifdef WRITE_OVER_AN_EDIT
  short read;
#endif
#ifdef SAY_SAVED_FIRST
  short unwritten;
#endif
#if POWER
  /* What a power cut would leave: the store before the first light write that is not on the disk yet. */
  bool light;
  byte oldHead;
  short oldAcknowledged;
  short oldWaiting;
  byte oldInFlight;
  short oldHealing;
#endif
}

Commit commits[COMMITS];
Replica replica[DEVICES];

byte head;              /* the server's newest head */
byte durable;           /* the head that a restart of the server finds (C2) */
short log = 1;          /* the commits that have their place on the server */
short ever = 1;         /* the commits that ever had one: what backups may hold */
byte late;              /* a push that its sender has given up, still on its way; 0: none */
#if POKES
short pokes[DEVICES];   /* commits that the server has told this device of, on the way */
#endif

byte mishaps, rollbacks;

/* For the rules alone: nothing above depends on it. */
short saved;            /* edits of which a person was told that they are saved */
short answered;         /* commits that the server has acknowledged and no rollback took */
short left;             /* heads that a device has left for another history */
byte unresolved[DEVICES]; /* the commit that was sent and whose fate its device does not know */

#define one(n) (1 << (n))
#define has(set, n) (((set) >> (n)) & 1)
#define within(a, b) (((a) & ~(b)) == 0)
#define me replica[self]
#define newest(d) (replica[d].waiting -> replica[d].waiting : replica[d].acknowledged)
#define mine(d) (((1 << EDITS) - 1) << ((d) * EDITS))

#include "rules.pml"
#include "device.pml"
#include "server.pml"

init {
  commits[0].chain = 1;
  atomic {
    run Server();
    run Device(0);
    run Device(1);
#if DEVICES > 2
    run Device(2);
#endif
    run Rest()
  }
}
