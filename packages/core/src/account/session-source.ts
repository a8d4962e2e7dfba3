// The session of an unlocked replica: the token in memory, sealed in the store, renewed by signing in again when it has ended.

import { type Bytes, encode, routes, type SignUp, signedUp, signUp } from "@holdfast/protocol";
import type { Crypto } from "../crypto/primitives.ts";
import { type Keyring, newestEpoch } from "../keys/keyring.ts";
import { openToken, sealToken } from "../keys/token.ts";
import { deriveVaultKeys } from "../keys/vault-keys.ts";
import type { Replica, Store } from "../store/store.ts";
import type { SessionSource } from "../sync/engine.ts";
import { ask } from "../sync/request.ts";
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

/** The account as this device has it: everything that the server has to know lies here. // H15 */
async function sameSignUp({ crypto, replica, ring, signInSeed }: SessionOptions, invitation: Bytes | null): Promise<SignUp> {
  const { account, accountId, vault, slot, slotVersion } = replica;
  const { epoch, key } = newestEpoch(ring);
  const { writer } = await deriveVaultKeys(crypto, epoch, key, vault);
  return {
    account,
    accountId,
    vault,
    slot: { version: slotVersion, sealed: slot },
    signInKey: (await crypto.signingKey(signInSeed)).publicKey,
    writerKey: writer.publicKey,
    epoch,
    ...(invitation === null ? {} : { invitation }),
  };
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
    signUpAgain: async (invitation) => {
      const body = encode(signUp, await sameSignUp(options, invitation));
      const answer = await ask(transport, signedUp, { method: "POST", path: routes.signUp, token: null, body });
      return answer.ok ? "signed-up" : answer.error;
    },
    forget: async () => {
      token = null;
      await store.write({ expect: null, replica: { sealedToken: null } });
    },
  };
}
