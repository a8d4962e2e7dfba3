// What synchronization does next: decide(state, event) → state and effects, pure. The engine runs the effects and reports what
// came of each as the next event. Offline is a longer gap and not a mode; failure is a normal input. // S15–S19
//
//            asked                 signed-in               acknowledged / pulled, more to send
//   nothing ───────► sign-in ─────────────────► push ◄───────────────┐
//      ▲                │                        │ │ stale           │
//      │ settled        │ nothing to send        │ └──────► pull ────┘
//      └────────────────┴────────► pull ─────────┴────────► settled

export interface State {
  /** The switch of this device. // S17 */
  readonly enabled: boolean;
  /** `refused`: the server does not take our sign-in; a person must act. */
  readonly session: "open" | "none" | "refused";
  /** Whether the first restore is complete. */
  readonly restored: boolean;
  /** Whether something waits that may be sent. */
  readonly outgoing: boolean;
  /** Whether an alarm stands: nothing is pushed until a pull verifies again. // S16 */
  readonly alarmed: boolean;
  readonly running: "nothing" | "sign-in" | "pull" | "push";
  /** Asked again while running. */
  readonly again: boolean;
  /** Pushes in a row that found the vault moved on; after `patience` of them the run ends and is tried again later. */
  readonly stale: number;
  /** Sign-ins in this run: a session that ends at once is not renewed for ever. */
  readonly signIns: number;
  /** Runs in a row that ended in a failure: the exponent of the backoff. */
  readonly failures: number;
}

export type Event =
  | { readonly type: "asked" }
  | { readonly type: "switched"; readonly enabled: boolean }
  /** The outbox changed by an edit. */
  | { readonly type: "saved"; readonly outgoing: boolean }
  | { readonly type: "signed-in" }
  | { readonly type: "sign-in-refused" }
  | { readonly type: "session-ended" }
  | { readonly type: "pulled"; readonly outgoing: boolean }
  | { readonly type: "pushed"; readonly outgoing: boolean }
  | { readonly type: "stale" }
  /** Something was set aside or made smaller, and the push can go on at once. */
  | { readonly type: "held-back"; readonly outgoing: boolean }
  | { readonly type: "alarmed" }
  | { readonly type: "failed" };

export type Effect =
  | { readonly type: "sign-in" }
  | { readonly type: "pull" }
  | { readonly type: "push" }
  | { readonly type: "settled"; readonly how: "quiet" | "off" | "sign-in-needed" | "alarmed" | "failed" }
  /** Try again after the backoff for this many failures. */
  | { readonly type: "retry"; readonly failures: number };

export interface Decision {
  readonly state: State;
  readonly effects: readonly Effect[];
}

const patience = 30;
const signInsInARun = 3;

export function decide(state: State, event: Event): Decision {
  switch (event.type) {
    case "switched":
      return switched(state, event.enabled);
    case "saved":
      return { state: { ...state, outgoing: event.outgoing }, effects: [] };
    case "asked":
      if (state.running !== "nothing") return { state: { ...state, again: true }, effects: [] };
      return begin({ ...state, stale: 0, signIns: 0, session: state.session === "refused" ? "none" : state.session });
    case "signed-in":
      return begin({ ...state, session: "open" });
    case "sign-in-refused":
      return settle({ ...state, session: "refused" }, "sign-in-needed");
    case "session-ended":
      return begin({ ...state, session: "none" });
    case "pulled":
      return afterMove({ ...state, restored: true, alarmed: false, outgoing: event.outgoing });
    case "pushed":
      return afterMove({ ...state, stale: 0, outgoing: event.outgoing });
    case "held-back":
      return afterMove({ ...state, outgoing: event.outgoing });
    case "stale":
      if (!state.enabled) return settle(state, "off"); // S17: also where the next step would be a pull
      return state.stale >= patience ? fail(state) : run({ ...state, stale: state.stale + 1 }, "pull");
    case "alarmed":
      return settle({ ...state, alarmed: true }, "alarmed");
    case "failed":
      return fail(state);
  }
}

function switched(state: State, enabled: boolean): Decision {
  if (enabled === state.enabled) return { state, effects: [] };
  const next = { ...state, enabled };
  if (!enabled) return next.running === "nothing" ? settle(next, "off") : { state: next, effects: [] };
  return decide(next, { type: "asked" });
}

/** Something waits, and we stand on a whole, verified state. // S16 */
const maySend = (state: State): boolean => state.restored && state.outgoing && !state.alarmed;

/** The first step of a run, and the step after signing in. */
function begin(state: State): Decision {
  if (!state.enabled) return settle(state, "off");
  if (state.session !== "open") {
    if (state.signIns >= signInsInARun) return fail(state);
    return run({ ...state, signIns: state.signIns + 1 }, "sign-in");
  }
  return run(state, maySend(state) ? "push" : "pull");
}

/** A verified pull or an acknowledged push leaves us at the server's head: what waits is sent, else the run is done. */
function afterMove(state: State): Decision {
  if (!state.enabled) return settle(state, "off");
  if (maySend(state)) return run(state, "push");
  return settle(state, "quiet");
}

const run = (state: State, running: "sign-in" | "pull" | "push"): Decision => ({
  state: { ...state, running },
  effects: [{ type: running }],
});

function settle(state: State, how: "quiet" | "off" | "sign-in-needed" | "alarmed"): Decision {
  const settled: State = { ...state, running: "nothing", again: false, failures: 0 };
  if (state.again && how === "quiet") return begin({ ...settled, stale: 0, signIns: 0 });
  return { state: settled, effects: [{ type: "settled", how }] };
}

function fail(state: State): Decision {
  if (!state.enabled) return settle(state, "off");
  const failures = state.failures + 1;
  return {
    state: { ...state, running: "nothing", again: false, failures },
    effects: [
      { type: "settled", how: "failed" },
      { type: "retry", failures },
    ],
  };
}
