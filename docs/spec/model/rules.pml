/*
 * What must hold. `holds` is asked after every step, `rest` when nobody has anything left to do. Each line bears the rules of
 * docs/spec that it stands for.
 */

inline holdsFor(d) {
  /* [S5, S12, H5] What a device has told as saved it holds, whatever happens. */
  assert(within(saved & mine(d), newest(d)));
  /* [S6, S27] What it takes for acknowledged is the state of its head. */
  assert(replica[d].acknowledged == commits[replica[d].head].state);
  /* [S8] Where nothing waits, all that it holds was acknowledged in its chain; what waits stands on that. */
  assert(replica[d].waiting == 0 || within(replica[d].acknowledged, replica[d].waiting));
  /* [S20, S36] Nobody is alarmed where nothing is wrong. */
  assert(!replica[d].alarmed || rollbacks > 0)
}

inline holds() {
  holdsFor(0);
  holdsFor(1);
#if DEVICES > 2
  holdsFor(2);
#endif
  /* [C2] What was acknowledged outlives the server. */
  assert(within(answered, log));
  /* [C3] One commit for each place: the log is one chain. */
  assert(log == commits[head].chain)
}

inline restFor(d) {
  /* [S19] With the network healed, everybody is up to date, and nothing is on its way or in the way. */
  assert(replica[d].head == head && replica[d].waiting == 0 && replica[d].inFlight == 0);
  assert(!replica[d].alarmed && replica[d].healing == 0);
  /* [S5, S12, H5] And holds every edit that was ever saved, by anybody. */
  assert(replica[d].acknowledged == saved)
}

inline rest() {
  restFor(0);
  restFor(1);
#if DEVICES > 2
  restFor(2);
#endif
  /* [H7, H8] Every head that was left is named, so that whoever still stands there can follow. */
  assert(within(left, commits[head].names | commits[head].chain))
}
