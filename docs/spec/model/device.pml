/*
 * A device: its steps between two transactions or messages. A step is one transition, so another process can come, or death, between
 * any two. Where a step writes, the write is one transaction (P1) and reads what stands at that moment (P2).
 */

/* A draft that nobody speaks of any more is empty again, so that states that are the same look the same. */
#if POWER
#define spokenBy(d) (replica[d].inFlight == n || unresolved[d] == n || replica[d].oldInFlight == n)
#else
#define spokenBy(d) (replica[d].inFlight == n || unresolved[d] == n)
#endif
#if DEVICES > 2
#define spokenOf (late == n || spokenBy(0) || spokenBy(1) || spokenBy(2))
#else
#define spokenOf (late == n || spokenBy(0) || spokenBy(1))
#endif

inline erase() {
  commits[n].prev = 0;
  commits[n].state = 0;
  commits[n].heals = 0;
  commits[n].names = 0
}

inline forget() {
  n = 1;
  do
  :: n <= DRAFTS ->
    if
    :: spokenOf
    :: else -> erase()
    fi;
    n++
  :: else -> break
  od;
  n = 0
}

/* A free draft: its own, where that is one. */
inline fresh() {
  n = self + 1;
  do
  :: spokenOf -> n = 1 + (n % DRAFTS)
  :: else -> break
  od
}

/* The next commit stands on our head and carries `part` of what waits (S6). It names a lost head only where it carries all of it (H8). */
inline prepare(part, all) {
  fresh();
  commits[n].prev = me.head;
  commits[n].state = me.acknowledged | (part);
  commits[n].names = commits[me.head].names;
  if
  :: me.healing != 0 && all ->
    /* The oldest has the lowest place, near enough: the order is no matter of these rules. */
    do
    :: !has(me.healing, commits[n].heals) -> commits[n].heals++
    :: else -> break
    od;
    commits[n].names = commits[n].names | commits[commits[n].heals].chain | commits[commits[n].heals].names
  :: else
  fi;
  lightly();
  me.inFlight = n;
  printf("device %d: stores a commit on %d: %x, naming %d\n", self, me.head, commits[n].state, commits[n].heals);
  n = 0;
  holds()
}

/* Of what waits, what a commit made smaller carries. */
#define news (me.waiting & ~me.acknowledged)
#define smaller (news & -news)

/* P20: what a light write replaces can be there again after a power cut; any other write takes all before it to the disk. */
inline lightly() {
#if POWER
  if
  :: !me.light ->
    me.light = 1;
    me.oldHead = me.head;
    me.oldAcknowledged = me.acknowledged;
    me.oldWaiting = me.waiting;
    me.oldInFlight = me.inFlight;
    me.oldHealing = me.healing
  :: else
  fi
#else
  skip
#endif
}

inline durably() {
#if POWER
  me.light = 0;
  me.oldHead = 0;
  me.oldAcknowledged = 0;
  me.oldWaiting = 0;
  me.oldInFlight = 0;
  me.oldHealing = 0
#else
  skip
#endif
}

/* What is in memory goes. */
inline idle() {
  me.phase = IDLE;
  me.got = 0;
  me.word = 0
}

/* What has its place is no longer to be named (H8), nor what the history names (H9). */
inline named(c) {
  me.healing = me.healing & ~commits[c].names
}

/* S8: acknowledged are the revisions of that commit; an item whose newest revision is another one waits on. */
inline acknowledge(c) {
#ifdef CLEAR_ANOTHER_MARK
  me.waiting = 0;
#else
  if
  :: me.waiting == commits[c].state -> me.waiting = 0
  :: else
  fi;
#endif
  me.acknowledged = commits[c].state;
  me.head = c;
  named(c);
  unresolved[self] = 0;
  me.inFlight = 0 /* last: it is `c` */
}

/* S12: what waits is merged with what came, on it as its base; where that is what came, nothing waits any more. */
inline join(c) {
  /* [S20, S21] Another history is never joined: it alarms, and is healed. */
  assert(has(commits[c].chain, me.head));
#ifdef WRITE_OVER_AN_EDIT
  me.waiting = me.read;
#endif
  if
  :: me.inFlight != 0 && has(commits[c].chain, me.inFlight) -> acknowledge(me.inFlight)
  :: else
  fi;
  if
  :: me.waiting == 0 || within(me.waiting, commits[c].state) -> me.waiting = 0
#ifdef MERGED_DOES_NOT_WAIT
  :: else -> me.waiting = 0
#else
  :: else -> me.waiting = me.waiting | commits[c].state
#endif
  fi;
  me.acknowledged = commits[c].state;
  if
#ifndef KEEP_WHAT_WAS_LEFT_BEHIND
  :: me.head != c -> me.inFlight = 0; unresolved[self] = 0 /* S7: left behind */
#endif
  :: else
  fi;
  me.head = c;
  me.alarmed = 0;
  me.looked = 0;
  named(c)
}

/* H9, H10: the history names the newest head of the branch, or an older one of it. */
#define namesMine(c) ((commits[c].names & commits[me.head].chain & ~commits[c].chain) != 0)
#ifdef FOLLOW_SILENTLY
#define mayLeave(c) (1)
#else
#define mayLeave(c) (me.word || me.healing != 0 || namesMine(c))
#endif

/* H5, H6: one transaction. Both sides are united; what the server lacks waits, and the head that is left is to be named. */
inline leave(c) {
  /* [S20, S21, H3, H9, H11] Nobody leaves a chain but after an alarm, or while it heals, or where the history names what it leaves. */
  assert(me.alarmed || me.healing != 0 || namesMine(c));
  /* [H9] Who follows finds all that it had acknowledged. */
  assert(!has(commits[c].names, me.head) || within(me.acknowledged, commits[c].state));
  left = left | one(me.head);
#ifndef NAME_NOTHING
  me.healing = (me.healing | one(me.head)) & ~commits[c].names;
#endif
#ifndef HEAL_WITHOUT_THE_BRANCH
  me.waiting = newest(self);
#endif
  if
  :: within(me.waiting, commits[c].state) -> me.waiting = 0
  :: else -> me.waiting = me.waiting | commits[c].state
  fi;
  me.acknowledged = commits[c].state;
  me.head = c;
  me.inFlight = 0;
  unresolved[self] = 0;
  me.alarmed = 0;
  me.looked = 0
}

/* S16: what decide.ts calls maySend. */
#ifdef PUSH_ALARMED
#define maySend (me.inFlight != 0 || me.waiting != 0 || me.healing != 0)
#else
#define maySend (!me.alarmed && (me.inFlight != 0 || me.waiting != 0 || me.healing != 0))
#endif

/* Something to ask for. What makes a device ask (a poke, a timer, a person: S32) is not told apart. */
#ifdef BELIEVE_A_POKE
#define standsOnOurs(n) (!has(commits[me.head].chain, n))
#else
#define standsOnOurs(n) (commits[n].prev == me.head && n != me.head)
#endif

#define mayAsk ((me.head != head || me.alarmed) && me.looked != head + 1)

proctype Device(byte self) {
  byte n;
end:
  do
  /* A person edits; saved and its mark are one write (S5). */
  :: d_step {
    me.edits < EDITS ->
#ifdef SAY_SAVED_FIRST
      me.unwritten = me.unwritten | one(self * EDITS + me.edits);
#else
      me.waiting = newest(self) | one(self * EDITS + me.edits);
#endif
      saved = saved | one(self * EDITS + me.edits);
      me.edits++;
      durably();
      printf("device %d: an edit is saved, holds %x\n", self, newest(self));
      holds()
    }
#ifdef SAY_SAVED_FIRST
  :: d_step {
    me.unwritten != 0 ->
      me.waiting = newest(self) | me.unwritten;
      me.unwritten = 0
    }
#endif

  /* The next commit is made, and stored before it is sent (S7). */
  :: d_step {
    me.phase == IDLE && maySend && me.inFlight == 0 ->
      prepare(me.waiting, true)
    }
#if HALVES
  :: d_step {
    me.phase == IDLE && maySend && me.inFlight == 0 && news != smaller ->
#ifdef NAME_EARLY
      prepare(smaller, true)
#else
      prepare(smaller, false)
#endif
    }
#endif

#ifdef NEW_BYTES_ON_RETRY
  :: d_step {
    me.phase == IDLE && maySend && me.inFlight != 0 && unresolved[self] == me.inFlight ->
      prepare(me.waiting, true)
    }
#endif

  :: d_step {
    me.phase == IDLE && maySend && me.inFlight != 0 ->
      /* [S16] After an alarm nothing is pushed. */
      assert(!me.alarmed);
      /* [S7] What is sent again is what was sent. */
      assert(unresolved[self] == 0 || unresolved[self] == me.inFlight);
      unresolved[self] = me.inFlight;
      me.phase = SENT;
      printf("device %d: sends its commit on %d\n", self, commits[me.inFlight].prev);
      holds()
    }

  :: d_step {
    me.phase == TAKEN ->
      lightly();
      printf("device %d: commit %d is acknowledged\n", self, me.inFlight);
      acknowledge(me.inFlight);
      idle();
      forget();
      holds()
    }

  /* A pull, after a stale push or where nothing may be sent (decide.ts). It ends with the head that there is now (C7). */
  :: d_step {
    me.phase == STALE || (me.phase == IDLE && !maySend && mayAsk) ->
      me.phase = ANSWERED;
      me.got = head;
#ifdef WRITE_OVER_AN_EDIT
      me.read = me.waiting;
#endif
      printf("device %d: asks, and the server's history ends with %d\n", self, head);
      holds()
    }

  /* A person's word, after an alarm (H3). */
  :: d_step {
    me.phase == IDLE && me.alarmed && !has(commits[head].chain, me.head) ->
      me.phase = ANSWERED;
      me.got = head;
      me.word = 1;
      printf("device %d: a person says to heal; the server's history ends with %d\n", self, head);
      holds()
    }

  :: d_step {
    me.phase == ANSWERED && has(commits[me.got].chain, me.head) ->
      join(me.got);
      durably();
      idle();
      forget();
      printf("device %d: joins, stands on %d, waiting %x\n", self, me.head, me.waiting);
      holds()
    }
  :: d_step {
    me.phase == ANSWERED && !has(commits[me.got].chain, me.head) ->
      if
      :: mayLeave(me.got) ->
        printf("device %d: leaves %d for %d\n", self, me.head, me.got);
        leave(me.got)
      :: else ->
        me.alarmed = 1;
        me.looked = me.got + 1;
        printf("device %d: alarm, it stands on %d\n", self, me.head)
      fi;
      durably();
      idle();
      forget();
      holds()
    }

#if POKES
  /* A poke: taken where its commit stands on our head, else it is a question, which may be asked anyway (S36). */
  :: d_step {
    pokes[self] != 0 ->
      n = 0;
      do
      :: !has(pokes[self], n) -> n++
      :: else -> break
      od;
      pokes[self] = pokes[self] & ~one(n);
      if
      :: me.phase == IDLE && !me.alarmed && standsOnOurs(n) ->
        lightly();
        join(n);
        forget();
        printf("device %d: takes a poke, stands on %d, waiting %x\n", self, me.head, me.waiting)
#ifdef POKE_ALARMS
      :: else -> me.alarmed = 1; n = 0
#else
      :: else -> n = 0
#endif
      fi;
      holds()
    }

#endif

  /* Nobody waits for ever: the answer is lost. A request that has not arrived is lost, or comes late. */
  :: d_step {
    mishaps < MISHAPS && (me.phase == SENT || me.phase == TAKEN || me.phase == STALE) ->
      mishaps++;
      printf("device %d: hears nothing of its push\n", self);
      idle();
      holds()
    }
  :: d_step {
    mishaps < MISHAPS && me.phase == SENT && late == 0 ->
      mishaps++;
      late = me.inFlight;
      printf("device %d: gives its push up, which is still on its way\n", self);
      idle();
      holds()
    }

  :: d_step {
    mishaps < MISHAPS && (me.phase != IDLE || me.looked != 0) ->
      mishaps++;
      if
      :: me.phase == SENT && late == 0 -> late = me.inFlight
      :: else
      fi;
#ifdef SAY_SAVED_FIRST
      me.unwritten = 0;
#endif
#ifdef SEND_BEFORE_STORING
      me.inFlight = 0;
#endif
#ifdef LEAVE_IN_TWO_WRITES
      if
      :: me.phase == ANSWERED && !has(commits[me.got].chain, me.head) && mayLeave(me.got) ->
        me.acknowledged = commits[me.got].state;
        me.head = me.got;
        me.inFlight = 0
      :: else
      fi;
#endif
      printf("device %d: is killed\n", self);
      me.looked = 0;
      idle();
      holds()
    }

#if POWER
  /* What was written lightly reaches the disk some time, or is gone when the power is cut (P20). */
  :: d_step {
    me.light ->
      durably();
      forget();
      holds()
    }
  :: d_step {
    mishaps < MISHAPS && me.light ->
      mishaps++;
      if
      :: me.phase == SENT && late == 0 -> late = me.inFlight
      :: else
      fi;
      me.head = me.oldHead;
      me.acknowledged = me.oldAcknowledged;
      me.waiting = me.oldWaiting;
      me.inFlight = me.oldInFlight;
      me.healing = me.oldHealing;
      unresolved[self] = 0;
      me.looked = 0;
      durably();
      idle();
      forget();
      printf("device %d: its power is cut, stands on %d, waiting %x\n", self, me.head, me.waiting);
      holds()
    }
#endif
  od
}

/* When nobody has anything left to do. */
proctype Rest() {
  timeout;
  printf("rest: the server stands on %d, saved %x\n", head, saved);
  rest()
}
