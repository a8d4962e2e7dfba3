// Whether a new main password will do. It is the one secret that a thief of this device would guess, so what is guessed first is refused
// and what is guessed soon is told; a password that is merely not perfect is nobody's business. // T7
// Its length is judged where it is derived from (keys/derive.ts).

import type { PasswordMeter, Strength } from "../ports.ts";

/** `refused`: within a million guesses. `guessable`: within a hundred million; allowed, and the person is told. */
export type MainPasswordVerdict = "good" | "guessable" | "refused";

const refusedBelow: Strength["score"] = 2;
const toldBelow: Strength["score"] = 3;

/** `account`: the account's name, which a guesser knows. */
export function judgeMainPassword(meter: PasswordMeter, password: string, account: string): MainPasswordVerdict {
  const { score } = meter(password.normalize("NFKC"), [account, ...account.split(/[@.]/), "holdfast"]);
  if (score < refusedBelow) return "refused";
  return score < toldBelow ? "guessable" : "good";
}
