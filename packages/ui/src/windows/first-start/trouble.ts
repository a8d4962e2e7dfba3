// What a failed start means to the person: beside which field it is said, and the sentence. Pure.

import type { SignInFailure, SignUpFailure } from "@holdfast/core";
import { passwordMinimum } from "@holdfast/core";
import type { Texts } from "../../text/texts.tsx";

export type StartField = "server" | "account" | "password" | "secretKey" | "code" | "invitation" | "repeat" | null;

export interface Trouble {
  /** null: of none in particular. */
  readonly field: StartField;
  readonly sentence: string;
}

export type StartFailure =
  | SignUpFailure
  | SignInFailure
  | { readonly type: "bad-account" | "bad-server" | "bad-invitation" | "bad-secret-key" | "bad-setup-code" };

export function startTrouble({ troubles }: Pick<Texts, "troubles">, failure: StartFailure): Trouble {
  switch (failure.type) {
    case "unreachable":
      return { field: "server", sentence: troubles.unreachable(failure.why) };
    case "not-holdfast":
      return { field: "server", sentence: troubles.notHoldfast };
    case "origin-differs":
      return { field: "server", sentence: troubles.originDiffers(failure.origin) };
    case "refused":
      return { field: refusedField(failure.refusal.kind), sentence: troubles.refused(failure.refusal.kind) };
    case "already-a-device":
      return { field: null, sentence: troubles.alreadyADevice(failure.account) };
    case "wrong-secrets":
      return { field: null, sentence: troubles.wrongSecrets };
    case "verify":
      return { field: null, sentence: troubles.verify(failure.reason) };
    case "password-too-short":
      return { field: "password", sentence: troubles.passwordTooShort(passwordMinimum) };
    case "bad-account":
      return { field: "account", sentence: troubles.badAccount };
    case "bad-server":
      return { field: "server", sentence: troubles.badServer };
    case "bad-invitation":
      return { field: "invitation", sentence: troubles.badInvitation };
    case "bad-secret-key":
      return { field: "secretKey", sentence: troubles.badSecretKey };
    case "bad-setup-code":
      return { field: "code", sentence: troubles.badSetupCode };
  }
}

const refusedField = (kind: string): StartField =>
  kind === "account-taken" ? "account" : kind === "invitation-needed" ? "invitation" : null;
