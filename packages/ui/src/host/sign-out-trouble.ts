// Why a device was not signed out, in the few words that the window tells apart. Pure. // S43

import type { SignOutRefusal } from "@holdfast/core";
import type { SignOutTrouble } from "../device/views.ts";

export function signOutTrouble(refusal: SignOutRefusal): SignOutTrouble {
  if (refusal.type === "waiting") return refusal;
  switch (refusal.end.type) {
    case "off":
      return { type: "unsure", why: "off" };
    case "attention":
    case "sign-in-needed":
      return { type: "unsure", why: "differs" };
    case "refused":
      return { type: "unsure", why: refusal.end.refusal.kind === "not-found" ? "differs" : "no-answer" };
    case "busy":
    case "unreachable":
      return { type: "unsure", why: "no-answer" };
  }
}
