import { describe, expect, it } from "vitest";
import { by, edit, noon, phone } from "../testing/vault-histories.ts";
import { history, type Item } from "./index.ts";
import { makeItem } from "./make-item.ts";
import type { NewItem } from "./new-item.ts";
import { stampTime } from "./stamp.ts";

function made(item: NewItem): Item {
  const result = makeItem(item, by(phone, noon));
  if (!result.ok) throw new Error(result.error.type);
  return result.value;
}

const lived = (item: Item) => history(item).map(({ path, value, stamp }) => [path, value, stampTime(stamp)]);

describe("an item that is made", () => {
  it("is of its author's now where no time is known", () => {
    const item = made({ kind: "login", edit: edit({ title: "Mail" }) });
    expect([item.kind, lived(item)]).toEqual(["login", [["title", "Mail", noon]]]);
  });

  it("[V7] has what its fields held before as its history, each at its own time", () => {
    const past = [
      { time: noon - 3_000, edit: edit({ password: "first" }) },
      { time: noon - 2_000, edit: edit({ password: "second" }) },
    ];
    expect(lived(made({ kind: "login", edit: edit({ password: "third" }), past, time: noon - 1_000 }))).toEqual([
      ["password", "third", noon - 1_000],
      ["password", "second", noon - 2_000],
      ["password", "first", noon - 3_000],
    ]);
    expect(lived(made({ kind: "login", edit: edit({ password: "third" }), past }))[0]).toEqual(["password", "third", noon]);
  });

  it("is never of a time that is still to come", () => {
    const past = [{ time: noon + 5_000, edit: edit({ title: "a" }) }];
    const times = lived(made({ kind: "login", edit: edit({ title: "b" }), past, time: noon + 9_000 })).map(([, , time]) => time);
    expect(times).toEqual([noon, noon]);
  });

  it("[V6] is not made where any of it is refused", () => {
    const bad = edit({ "two words": 1 });
    const refused = { ok: false, error: { type: "bad-path", path: "two words" } };
    const good = edit({ title: "fine" });
    for (const item of [
      { kind: "login", edit: bad },
      { kind: "login", edit: bad, past: [{ time: noon, edit: good }] },
      { kind: "login", edit: good, past: [{ time: noon, edit: bad }] },
      {
        kind: "login",
        edit: good,
        past: [
          { time: noon, edit: bad },
          { time: noon, edit: good },
        ],
      },
    ]) {
      expect(makeItem(item, by(phone))).toEqual(refused);
    }
    expect(makeItem({ kind: "Log in", edit: good, past: [{ time: noon, edit: good }] }, by(phone))).toEqual({
      ok: false,
      error: { type: "bad-kind" },
    });
  });
});
