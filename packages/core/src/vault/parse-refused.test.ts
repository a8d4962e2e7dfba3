// What contents out of the ordinary come to, each asked of the parser without the net that catches its exceptions: it is to refuse by
// looking, not by stumbling. What is usual stands in parse.test.ts.

import { describe, expect, it } from "vitest";
import { laptop, noon, phone, tablet } from "../testing/vault-histories.ts";
import { contentOf } from "./parse.ts";
import { noDevice } from "./register.ts";
import { lastStamp } from "./stamp.ts";

const item = (fields: unknown, conflicts: unknown = {}): unknown => ({ v: 1, kind: "login", fields, conflicts });
const title = ["Mail", 5, phone];
const three = [
  ["c", 6, phone],
  ["b", 5, phone],
  ["a", 4, phone],
];
const trash = [noon, 5, phone];
const back = [null, 6, noDevice];
const onTrash = [6, 5, phone];
const odd = ["", "text", 7, true, null, []];

const refused: readonly (readonly [string, unknown])[] = [
  ...[...odd, undefined].map((given) => [`${JSON.stringify(given)} for everything`, given] as const),
  ...odd.map((given) => [`${JSON.stringify(given)} for fields`, item(given)] as const),
  ...odd.map((given) => [`${JSON.stringify(given)} for conflicts`, item({}, given)] as const),
  ...odd.map((given) => [`${JSON.stringify(given)} for registers`, item({ title: given })] as const),
  ...odd.map((given) => [`${JSON.stringify(given)} for a register`, item({ title: [given] })] as const),
  ...odd.map((given) => [`${JSON.stringify(given)} for marks`, item({ title: three }, { title: given })] as const),
  ...odd.map((given) => [`${JSON.stringify(given)} for a mark`, item({ title: three }, { title: [given] })] as const),
  ...odd.map((given) => [`${JSON.stringify(given)} for a device`, item({ title: [["Mail", 5, given]] })] as const),
  ["a device in a list", item({ title: [["Mail", 5, [phone]]] })],
  ["a device with more in front", item({ title: [["Mail", 5, `0${phone}`]] })],
  ["a device with more behind", item({ title: [["Mail", 5, `${phone}0`]] })],
  ["a mark like a list", item({ title: three }, { title: [{ 0: 6, 1: 5, 2: phone, length: 3 }] })],
  ["a mark too short", item({ title: three }, { title: [[6, 5]] })],
  ["a mark too long", item({ title: three }, { title: [[6, 5, phone, 1]] })],
  ["a mark with stamps as text", item({ title: three }, { title: [["6", "5", phone]] })],
  [
    "a mark twice",
    item(
      { title: three },
      {
        title: [
          [6, 5, phone],
          [6, 5, phone],
        ],
      },
    ),
  ],
  [
    "a mark that fits beside one that doesn't",
    item(
      { title: three },
      {
        title: [
          [6, 5, phone],
          [6, 3, phone],
        ],
      },
    ),
  ],
  [
    "a mark on what agrees with one of the greater",
    item(
      {
        title: [
          ["c", 6, phone],
          ["a", 5, phone],
          ["a", 4, phone],
        ],
      },
      { title: [[6, 4, phone]] },
    ),
  ],
  ["a mark on a trash that is not there", item({}, { trashed: [[6, 5, phone]] })],
  ["back on another path", item({ title: [back, trash] }, { title: [onTrash] })],
  ["back with a value", item({ trashed: [[false, 6, noDevice], trash] }, { trashed: [onTrash] })],
  ["back without a mark", item({ trashed: [back, trash] })],
  ["back without a trash", item({ trashed: [back] })],
  ["back from what is no trash", item({ trashed: [back, [true, 5, phone]] }, { trashed: [onTrash] })],
  ["back with a mark on an earlier register", item({ trashed: [back, trash, [true, 4, phone]] }, { trashed: [[6, 4, phone]] })],
  ["back with a mark on another device's register", item({ trashed: [back, [noon, 5, laptop], [true, 5, phone]] }, { trashed: [onTrash] })],
  ["back with a stamp of its own", item({ trashed: [[null, 7, noDevice], trash] }, { trashed: [[7, 5, phone]] })],
  [
    "back beyond the last stamp and one",
    item({
      trashed: [
        [null, lastStamp + 2, noDevice],
        [noon, lastStamp + 1, phone],
      ],
    }),
  ],
  ["a tombstone too long", { v: 1, purged: [5, phone, 1, 1] }],
  ["a tombstone with no stamp", { v: 1, purged: [-1, phone, 1] }],
  ["a tombstone with a stamp as text", { v: 1, purged: ["5", phone, 1] }],
  ["a tombstone by no device", { v: 1, purged: [5, "somebody", 1] }],
  ["a tombstone with a time as text", { v: 1, purged: [5, phone, "1"] }],
  ["a tombstone with half a time", { v: 1, purged: [5, phone, 0.5] }],
  ["a tombstone that is text", { v: 1, purged: "abc" }],
];

const understood: readonly (readonly [string, unknown])[] = [
  ["an item without a field", item({})],
  ["a register of stamp 0", item({ title: [["Mail", 0, phone]] })],
  [
    "three values that stand",
    item(
      { title: three },
      {
        title: [
          [6, 5, phone],
          [6, 4, phone],
        ],
      },
    ),
  ],
  [
    "a conflict of numbers",
    item(
      {
        rating: [
          [3, 6, phone],
          [2, 5, phone],
        ],
      },
      { rating: [[6, 5, phone]] },
    ),
  ],
  ["back from the trash", item({ trashed: [back, trash] }, { trashed: [onTrash] })],
  [
    "back from a trash with the last stamp",
    item(
      {
        trashed: [
          [null, lastStamp + 1, noDevice],
          [noon, lastStamp, phone],
        ],
      },
      { trashed: [[lastStamp + 1, lastStamp, phone]] },
    ),
  ],
  ["a trash contested by another device's", item({ trashed: [[null, 6, tablet], trash] }, { trashed: [onTrash] })],
  ["a register and its history", item({ title: [title, ["b", 4, phone]] })],
  ["a tombstone of stamp 0", { v: 1, purged: [0, phone, 0] }],
];

describe("[V5] is not understood, and nothing is thrown:", () => {
  it.each(refused)("%s", (_, given) => expect(contentOf(given)).toBeNull());
});

describe("[V5] is understood as it stands:", () => {
  it.each(understood)("%s", (_, given) => expect(contentOf(given)).not.toBeNull());
});
