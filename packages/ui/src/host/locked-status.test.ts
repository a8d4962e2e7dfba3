import { aReplica } from "@holdfast/core/testing/stored-values";
import { expect, it } from "vitest";
import { lockedStatus } from "./locked-status.ts";

const replica = { ...aReplica(), enabled: true, restored: true, lastSync: 5_000, troubles: [] };

it("says what lies on the device: up to date only where the last run left nothing", () => {
  expect(lockedStatus(replica, 0).current).toEqual({ phase: "up-to-date", lastSync: 5_000 });
  expect(lockedStatus(replica, 2).current).toMatchObject({ phase: "waiting", waiting: 2 });
  expect(lockedStatus({ ...replica, enabled: false }, 2).current).toEqual({ phase: "off", waiting: 2 });
  expect(lockedStatus({ ...replica, restored: false }, 0).current).toMatchObject({ phase: "waiting" });
});

it("tells of an alarm, of a sign-in that was refused and of a server that did not answer", () => {
  const after = (kind: "behind" | "sign-in" | "unreachable", reason: string) =>
    lockedStatus({ ...replica, troubles: [{ kind, reason, items: [] }] }, 0).current;
  expect(after("behind", "server-behind")).toMatchObject({ phase: "attention" });
  expect(after("sign-in", "sign-in-refused")).toMatchObject({ phase: "sign-in-needed" });
  expect(after("unreachable", "offline")).toMatchObject({ phase: "waiting", reason: { type: "offline" } });
});
