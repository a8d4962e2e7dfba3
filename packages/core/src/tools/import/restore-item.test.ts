import { equalBytes } from "@holdfast/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyItem, by, created, edited, laptop, noon, phone, tablet, textOf } from "../../testing/vault-histories.ts";
import { openConflicts } from "../../vault/conflict.ts";
import { encodeContent } from "../../vault/encode.ts";
import { current, type Item, type Tombstone } from "../../vault/item.ts";
import { merge } from "../../vault/merge.ts";
import { parseContent } from "../../vault/parse.ts";
import { greatestStamp, lastStamp } from "../../vault/stamp.ts";
import { isTrashed, trashEdit } from "../../vault/trash.ts";
import { restoreItem } from "./restore-item.ts";

const options = { run: { id: "ab".repeat(16), at: noon + 9 }, author: by(tablet, noon + 9) };
const start = created("login", { title: "T", password: "one" }, by(phone));
const purgeOf = (item: Item): Tombstone => ({ v: 1, purged: [greatestStamp(item), laptop, noon + 5] });

function contentOf(restored: ReturnType<typeof restoreItem>): Item {
  if (restored.type === "purged") throw new Error("nothing came of it");
  return restored.content;
}

describe("an item of an export", () => {
  it("[X6] comes as it is where there is nothing (property)", () => {
    fc.assert(
      fc.property(anyItem, (item) => {
        const restored = restoreItem(null, item, options);
        expect(restored.type).toBe("added");
        expect(contentOf(restored)).toBe(item);
      }),
    );
  });

  it("[X7] merges with what is there, and the second time changes nothing (property)", () => {
    fc.assert(
      fc.property(anyItem, anyItem, (held, incoming) => {
        const restored = restoreItem(held, incoming, options);
        expect(textOf(contentOf(restored))).toBe(textOf(merge(held, incoming, null)));
        expect(restored.type).toBe(textOf(contentOf(restored)) === textOf(held) ? "unchanged" : "merged");
        expect(restoreItem(contentOf(restored), incoming, options).type).toBe("unchanged");
      }),
    );
  });

  it("[X7] loses neither side's value where both were changed", () => {
    const here = edited(start, { password: "here" }, by(laptop, noon + 1));
    const there = edited(start, { password: "there" }, by(phone, noon + 2));
    const merged = contentOf(restoreItem(here, there, options));
    expect(openConflicts(merged)).toMatchObject([
      { path: "password", current: ["there", expect.anything(), phone], other: ["here", expect.anything(), laptop] },
    ]);
  });

  it("[X7] stays in the trash where it was thrown away since, and comes back where it was edited apart", () => {
    const thrown = edited(start, trashEdit(noon + 1), by(laptop, noon + 1));
    expect(restoreItem(thrown, start, options).type).toBe("unchanged");
    const apart = edited(start, { note: "apart" }, by(phone, noon + 2));
    expect(isTrashed(contentOf(restoreItem(thrown, apart, options)))).toBe(false);
  });

  it("[X8] comes back where it was purged, marked, and the second time changes nothing", () => {
    const restored = restoreItem(purgeOf(start), start, options);
    const back = contentOf(restored);
    expect(restored.type).toBe("revived");
    expect([current(back, "title"), current(back, "trashed")]).toEqual(["T", null]);
    expect(openConflicts(back).map(({ path }) => path)).toEqual(["trashed"]);
    expect(current(back, "imported")).toMatchObject({ import: options.run.id });
    expect(back.fields.get("imported")?.[0]?.[1]).toBe(greatestStamp(back));
    expect(restoreItem(back, start, options).type).toBe("unchanged");
    const bytes = encodeContent(back);
    expect(equalBytes(encodeContent(parseContent(bytes) as Item), bytes)).toBe(true);
  });

  it("[X8] stays in the trash where the file has it there", () => {
    const thrown = edited(start, trashEdit(noon + 1), by(laptop, noon + 1));
    const back = contentOf(restoreItem(purgeOf(thrown), thrown, options));
    expect([isTrashed(back), current(back, "title"), back.conflicts.size]).toEqual([true, "T", 0]);
  });

  it("[X8] comes back as it was where the purge has not seen all of it", () => {
    const later = edited(start, { note: "later" }, by(phone, noon + 3));
    const back = contentOf(restoreItem(purgeOf(start), later, options));
    expect([current(back, "note"), isTrashed(back)]).toEqual(["later", false]);
  });

  it("[X8] is told as purged where no stamp is left", () => {
    const last: Tombstone = { v: 1, purged: [lastStamp, laptop, noon] };
    expect(restoreItem(last, start, options)).toEqual({ type: "purged" });
  });

  it("[X8] whatever it was, comes back as an item that is understood (property)", () => {
    fc.assert(
      fc.property(anyItem, fc.boolean(), (item, contested) => {
        const imported: Item = contested
          ? {
              ...item,
              fields: new Map([
                ...item.fields,
                [
                  "imported",
                  [
                    ["two", 5, phone],
                    ["one", 4, laptop],
                  ] as const,
                ],
              ]),
              conflicts: new Map([...item.conflicts, ["imported", [[5, 4, laptop]] as const]]),
            }
          : item;
        const back = contentOf(restoreItem(purgeOf(imported), imported, options));
        expect(parseContent(encodeContent(back))).not.toBeNull();
        for (const [path, registers] of imported.fields)
          for (const register of registers) expect(back.fields.get(path)).toContainEqual(register);
      }),
    );
  });

  it("[X9] that is a device becomes a former one, where the vault does not hold it", () => {
    const device = created("device", { title: "Old laptop" }, by(laptop));
    const former = contentOf(restoreItem(null, device, options));
    expect([current(former, "title"), current(former, "former")]).toEqual(["Old laptop", true]);
    expect(former.fields.get("title")).toEqual(device.fields.get("title"));
    expect(restoreItem(device, device, options).type).toBe("unchanged");
    expect(restoreItem(former, device, options).type).toBe("unchanged");
  });
});
