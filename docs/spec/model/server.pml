/*
 * The server: it gives each commit its place, or says that the vault has moved on, and tells the others. It dies and is put back.
 */

/* C3: compare-and-swap on the newest head. C2: durable before it is acknowledged. */
#ifdef TAKE_WITHOUT_COMPARING
#define fits(c) (1)
#else
#define fits(c) (commits[c].prev == head)
#endif

#define rename(c) if :: c == draft -> c = n :: else fi

inline renameFor(d, draft) {
  rename(replica[d].inFlight);
#if POWER
  rename(replica[d].oldInFlight);
#endif
  rename(unresolved[d])
}

inline take(draft, author) {
  if
  :: draft > DRAFTS -> n = draft /* sent again after a rollback took it: the same bytes, the same head */
  :: else ->
    n = DRAFTS + 1;
    do
    :: has(ever, n) -> n++
    :: else -> break
    od;
    assert(n < COMMITS);
    commits[n].prev = commits[draft].prev;
    commits[n].state = commits[draft].state;
    commits[n].heals = commits[draft].heals;
    commits[n].names = commits[draft].names;
    commits[n].chain = commits[commits[draft].prev].chain | one(n);
    renameFor(0, draft);
    renameFor(1, draft);
#if DEVICES > 2
    renameFor(2, draft);
#endif
  fi;
  head = n;
#ifndef ANSWER_BEFORE_DURABLE
  durable = n;
#endif
  log = log | one(n);
  ever = ever | one(n);
#if POKES
  n = 0;
  do
  :: n < DEVICES ->
    if
    :: n != author -> pokes[n] = pokes[n] | one(head)
    :: else
    fi;
    n++
  :: else -> break
  od;
#endif
  if
  :: draft <= DRAFTS ->
    n = draft;
    erase()
  :: else
  fi;
  n = 0
}

inline answer(d) {
  if
  :: fits(replica[d].inFlight) ->
    k = replica[d].inFlight;
    take(k, d);
    k = 0;
    answered = answered | one(head);
    replica[d].phase = TAKEN;
    printf("server: takes commit %d of device %d\n", head, d)
  :: else ->
    replica[d].phase = STALE;
    printf("server: the commit of device %d is stale\n", d)
  fi;
  holds()
}

/* Whoever waits for an answer hears nothing more; what was on its way to devices is gone. */
inline hangUp() {
  n = 0;
  do
  :: n < DEVICES ->
    if
    :: replica[n].phase == SENT || replica[n].phase == TAKEN || replica[n].phase == STALE -> replica[n].phase = IDLE
    :: else
    fi;
#if POKES
    pokes[n] = 0;
#endif
    n++
  :: else -> break
  od;
  n = 0
}

/* Put back to a state that it once had: an operator, or a liar. */
inline putBack(c) {
  head = c;
  durable = c;
  log = commits[c].chain;
  answered = answered & log;
  rollbacks++;
  printf("server: is put back to %d\n", c);
  holds()
}

#define mayPutBack(c) (rollbacks < ROLLBACKS && (c) < COMMITS && has(ever, c) && head != (c))

proctype Server() {
  byte n, k;
end:
  do
  :: d_step { replica[0].phase == SENT -> answer(0) }
  :: d_step { replica[1].phase == SENT -> answer(1) }
#if DEVICES > 2
  :: d_step { replica[2].phase == SENT -> answer(2) }
#endif

  /* A push that came late: the answer reaches nobody. */
  :: d_step {
    late != 0 ->
      if
      :: fits(late) ->
        k = late;
        late = 0;
        take(k, DEVICES);
        k = 0;
        printf("server: takes commit %d, which came late\n", head)
      :: else ->
        late = 0
      fi;
      forget();
      holds()
    }
  :: d_step {
    late != 0 ->
      late = 0;
      forget();
      holds()
    }

#ifdef ANSWER_BEFORE_DURABLE
  :: d_step { durable != head -> durable = head }
#endif
  :: d_step {
    mishaps < MISHAPS ->
      mishaps++;
      hangUp();
      head = durable;
      log = commits[head].chain;
      printf("server: is killed and started again, stands on %d\n", head);
      holds()
    }

  :: d_step { mayPutBack(0) -> putBack(0) }
  :: d_step { mayPutBack(DRAFTS + 1) -> putBack(DRAFTS + 1) }
  :: d_step { mayPutBack(DRAFTS + 2) -> putBack(DRAFTS + 2) }
  :: d_step { mayPutBack(DRAFTS + 3) -> putBack(DRAFTS + 3) }
  :: d_step { mayPutBack(DRAFTS + 4) -> putBack(DRAFTS + 4) }
  :: d_step { mayPutBack(DRAFTS + 5) -> putBack(DRAFTS + 5) }
  :: d_step { mayPutBack(DRAFTS + 6) -> putBack(DRAFTS + 6) }
  :: d_step { mayPutBack(DRAFTS + 7) -> putBack(DRAFTS + 7) }
  :: d_step { mayPutBack(DRAFTS + 8) -> putBack(DRAFTS + 8) }
  :: d_step { mayPutBack(DRAFTS + 9) -> putBack(DRAFTS + 9) }
  od
}
