import type { ItemId } from "@holdfast/protocol";
import { describe, expect, it } from "vitest";
import type { Trouble } from "../store/store.ts";
import type { RunEnd } from "../sync/run-report.ts";
import { signOutDoubt } from "./sign-out-doubt.ts";

const quiet = { type: "quiet" } as const;
const item = new Uint8Array(16) as ItemId;

describe("[S43] whether a device may be signed out", () => {
  it("may, where one run just ended with nothing left to move", () => {
    expect(signOutDoubt({ end: quiet, waiting: 0, troubles: [] })).toBeNull();
  });

  it("may not, however else that run ended, and says how", () => {
    const ends: readonly Exclude<RunEnd, { readonly type: "quiet" }>[] = [
      { type: "off" },
      { type: "busy" },
      { type: "sign-in-needed" },
      { type: "attention", reason: "server-behind" },
      { type: "refused", refusal: { kind: "not-found" } },
      { type: "unreachable", why: "offline" },
    ];
    for (const end of ends) expect(signOutDoubt({ end, waiting: 0, troubles: [] })).toEqual({ type: "unsure", end });
  });

  it("may not while changes wait, whichever way it ended: those are told first", () => {
    for (const end of [quiet, { type: "off" } as const]) {
      expect(signOutDoubt({ end, waiting: 2, troubles: [] })).toEqual({ type: "waiting", waiting: 2 });
    }
  });

  it("may not where the server has damaged an item of which a good state may be here", () => {
    const lost: Trouble = { kind: "damaged", reason: "revision-lost", items: [item] };
    const end = { type: "attention", reason: "revision-lost" };
    expect(signOutDoubt({ end: quiet, waiting: 0, troubles: [lost] })).toEqual({ type: "unsure", end });
    const later: Trouble = { kind: "update-needed", reason: "item-not-understood", items: [item] };
    expect(signOutDoubt({ end: quiet, waiting: 0, troubles: [later] })).toBeNull();
  });
});
