// What may happen in a simulated day: one word each, with how often it is drawn. Steps are drawn before anything runs (days.ts) and bear
// all of their own chance, so that leaving one out changes no other: that is what makes a failing run short.

/** Of so many draws together, this many. */
export const weights = {
  edit: 34,
  add: 8,
  "edit beside": 3,
  import: 2,
  "undo an import": 2,
  "restore an export": 1,
  trash: 5,
  "bring back": 3,
  "settle a conflict": 7,
  synchronize: 12,
  heal: 8,
  lock: 4,
  "wrong password": 1,
  die: 4,
  "will die": 8,
  network: 12,
  "cut the line": 3,
  switch: 4,
  clock: 3,
  "new device": 3,
  "sign out": 2,
  wait: 30,
  "wait for minutes": 5,
  "wait for days": 2,
  "back up": 3,
  "server restarts": 4,
  "server will die": 3,
  "server loses its tail": 1,
  "server is put back": 1,
  "lie in pulls": 10,
  "lie to pushes": 5,
  "lie at the door": 2,
  "lie on the line": 2,
  "two faces": 3,
} as const;

export type What = keyof typeof weights;

export interface Step {
  readonly what: What;
  /** Which device, taken modulo those there are. */
  readonly who: number;
  /** The seed of everything else about it. */
  readonly roll: bigint;
}
