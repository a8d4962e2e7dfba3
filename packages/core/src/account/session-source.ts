// The session of an unlocked replica: the token in memory, sealed in the store, renewed by signing in again when it has ended.

import type { Bytes } from "@holdfast/protocol";
import type { Crypto } from "../crypto/primitives.ts";
import type { Keyring } from "../keys/keyring.ts";
import { openToken, sealToken } from "../keys/token.ts";
import type { Replica, Store } from "../store/store.ts";
import type { SessionSource } from "../sync/engine.ts";
import type { Transport } from "../sync/transport.ts";
import { toBase64url } from "./base64url.ts";
import { startSession } from "./session.ts";

export interface SessionOptions {
  readonly crypto: Crypto;
  readonly store: Store;
  readonly transport: Transport;
  readonly replica: Replica;
  readonly ring: Keyring;
  readonly signInSeed: Bytes;
}

export async function sessionSource(options: SessionOptions): Promise<SessionSource> {
  const { crypto, store, transport, replica, ring } = options;
  const { account, device } = replica;
  const kept = replica.sealedToken === null ? null : await openToken(crypto, ring, device, replica.sealedToken);
  let token: string | null = kept === null ? null : toBase64url(kept);
  return {
    token: () => token,
    signIn: async () => {
      const started = await startSession(crypto, transport, { account, device, signInSeed: options.signInSeed });
      if (!started.ok) {
        if (started.error.type === "sign-in-refused") return "refused";
        return started.error.type === "origin-differs" ? { type: "not-holdfast" } : started.error;
      }
      token = toBase64url(started.value.token);
      const sealedToken = await sealToken(crypto, ring, device, started.value.token);
      await store.write({ expect: null, replica: { sealedToken } });
      return "signed-in";
    },
    forget: async () => {
      token = null;
      await store.write({ expect: null, replica: { sealedToken: null } });
    },
  };
}
