// Why an account could not be made or signed in to: one sentence and the exit code that goes with it. Wrong password, wrong Secret Key
// and unknown account are one sentence, as they are one answer. // A2

import type { SignInFailure, SignUpFailure } from "@holdfast/core";
import { type Exit, failed, locked, unreachable } from "./exit.ts";
import { serverOrigin } from "./server-origin.ts";
import { refusalText, unreachableText } from "./words.ts";

export function accountFailure(
  failure: Exclude<SignUpFailure, { readonly type: "password-too-short" }> | SignInFailure,
  origin: string,
): Exit {
  switch (failure.type) {
    case "unreachable":
      return unreachable(unreachableText(failure.why, origin));
    case "not-holdfast":
      return unreachable(`What answers at ${origin} is no Holdfast server.`);
    case "refused":
      return failed(refusalText(failure.refusal));
    case "origin-differs":
      return failed(originDiffers(failure.origin));
    case "already-a-device":
      return failed(`This folder is already a device of ${failure.account} on ${failure.origin}; another --home DIR is another device.`);
    case "wrong-secrets":
      return locked("The account, the main password or the Secret Key is wrong.");
    case "verify":
      return failed(`What the server holds does not verify (${failure.reason}); nothing was kept of it.`);
  }
}

/** The other address is the server's word, which nobody vouches for: it is repeated only where it is an address. */
function originDiffers(told: string): string {
  const origin = serverOrigin(told);
  if (!origin.ok || origin.value !== told) return "That server calls itself by something that is no address.";
  return `That server's own address is ${told}: use that one as --server.`;
}
