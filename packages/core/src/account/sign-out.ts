// Signing out: this device stops being one. The server is asked first whether it holds all that is here; then the replica, the Secret Key
// and the session go. A refusal leaves everything as it was, the loop of synchronization too. // S43

import { err, ok, type Result, routes } from "@holdfast/protocol";
import type { LiveSync, SyncOptions, SyncReport } from "../client.ts";
import type { Home } from "../home.ts";
import type { Store } from "../store/store.ts";
import type { SessionSource } from "../sync/engine.ts";
import type { Transport } from "../sync/transport.ts";
import { type SignOutRefusal, signOutDoubt } from "./sign-out-doubt.ts";

export interface SignOutOptions {
  readonly home: Home;
  readonly store: Store;
  /** Forgets what is open. */
  readonly forget: () => void;
  readonly transport: Transport;
  readonly session: SessionSource;
  readonly live: LiveSync;
  readonly synchronize: (options: SyncOptions) => Promise<SyncReport>;
}

type Asking = Pick<SignOutOptions, "store" | "synchronize">;

/** How long the server is waited for, in milliseconds. // S43 */
const askMs = 10_000;
/** How long a run under way is waited for, in milliseconds; while it lasts, no other device can begin here anyway. */
const lockMs = 2_000;

export async function signOut(options: SignOutOptions, discard: boolean): Promise<Result<void, SignOutRefusal>> {
  const { home, live, session, transport } = options;
  const doubt = discard ? null : await askBeforeSignOut(options);
  if (doubt !== null) return err(doubt);
  if (discard && live.started) await live.stop();
  const token = session.token();
  // P19: alone, so that no other device begins here before its Secret Key is gone.
  const clear = () => cleared(options, discard);
  const left = (await home.runLock.exclusive(lockMs, clear)) ?? (await clear());
  if (!left.ok) return left;
  if (live.started) await live.stop();
  // Last, since it may take long: what somebody saves meanwhile must not be taken for saved.
  if (token !== null) await transport.send({ method: "POST", path: routes.endSession, token });
  return left;
}

/** Null where the server has just said that it holds everything, or where there is nothing here any more. */
export async function askBeforeSignOut({ store, synchronize }: Asking): Promise<SignOutRefusal | null> {
  if ((await store.read()).replica === null) return null;
  const { end } = await synchronize({ waitMs: askMs });
  const { replica, waiting } = await store.read();
  return replica === null ? null : signOutDoubt({ end, waiting, troubles: replica.troubles });
}

async function cleared({ home, store, forget }: SignOutOptions, discard: boolean): Promise<Result<void, SignOutRefusal>> {
  for (;;) {
    const { generation, replica, waiting } = await store.read();
    // Somebody else has signed this device out; what stands here now, if anything, is another one. // P18
    if (replica === null) return ok(undefined);
    if (waiting > 0 && !discard) return err({ type: "waiting", waiting });
    if ((await store.clear(generation)).type === "written") break;
  }
  forget();
  await home.secretKeys.remove();
  await home.pending.remove();
  return ok(undefined);
}
