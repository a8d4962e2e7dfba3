// What lists show, and that no value of any type disturbs them.

import fc from "fast-check";
import { expect, it } from "vitest";
import { by, created, edited, laptop, mergedItem, noon, phone } from "../testing/vault-histories.ts";
import { trashEdit, type Value, view } from "./index.ts";

it("[V10] shows title, name, addresses in order, tags, favorite, trash, change and conflict", () => {
  const item = created(
    "login",
    {
      title: "Mail",
      username: "me",
      "uri/b": { uri: "https://b.example", match: "host", order: 0 },
      "uri/a": { uri: "https://a.example", match: null, order: 0 },
      "uri/0": { uri: "https://0.example", order: 7 },
      "uri/gone": { uri: "https://gone.example", order: 1 },
      "tag/Work": true,
      "tag/Home": true,
      "tag/gone": true,
      favorite: true,
    },
    by(phone, noon),
  );
  const removed = edited(item, { "uri/gone": null, "tag/gone": null }, by(phone, noon + 5));
  expect(view(removed)).toEqual({
    kind: "login",
    title: "Mail",
    username: "me",
    uris: [
      { id: "a", uri: "https://a.example", match: null, order: 0 },
      { id: "b", uri: "https://b.example", match: "host", order: 0 },
      { id: "0", uri: "https://0.example", match: null, order: 7 },
    ],
    tags: ["Home", "Work"],
    favorite: true,
    trashed: null,
    changed: noon + 5,
    conflict: false,
  });
  const trashed = edited(removed, trashEdit(noon + 6), by(phone, noon + 6));
  expect(view(trashed)).toMatchObject({ trashed: noon + 6, changed: noon + 6 });
  const back = mergedItem(trashed, edited(item, { title: "Post" }, by(laptop, noon + 4)), item);
  expect(view(back)).toMatchObject({ title: "Post", trashed: null, conflict: true, changed: noon + 6 });
});

it("[V10] a field of a wrong type is shown as nothing, never as an error", () => {
  const anyValue: fc.Arbitrary<Value> = fc.oneof(
    fc.constantFrom<Value>(
      null,
      true,
      false,
      0,
      -7,
      "x",
      [],
      ["uri"],
      {},
      { uri: 1 },
      { uri: null, order: "1" },
      { uri: "u", match: 1, order: [] },
    ),
  );
  const paths = ["title", "username", "uri/1", "uri/2", "tag/a", "favorite", "trashed"];
  fc.assert(
    fc.property(fc.array(anyValue, { minLength: paths.length, maxLength: paths.length }), (values) => {
      const item = created("login", Object.fromEntries(paths.map((path, i) => [path, values[i] ?? null])), by(phone));
      const shown = view(item);
      expect([typeof shown.title, typeof shown.username, typeof shown.favorite]).toEqual(["string", "string", "boolean"]);
      expect(
        shown.uris.every(
          ({ uri, order, match }) => typeof uri === "string" && typeof order === "number" && (match === null || typeof match === "string"),
        ),
      ).toBe(true);
      expect(shown.trashed === null || typeof shown.trashed === "number").toBe(true);
      expect(shown.tags).toEqual(values[4] === true ? ["a"] : []);
    }),
  );
});

it("[V10] orders addresses by their number, equal ones by id, and calls nothing a favourite that isn't", () => {
  const address = (order: number) => ({ uri: `https://${order}.example`, match: null, order });
  const uris = { "uri/d": address(-3), "uri/b": address(2), "uri/c": address(2), "uri/a": address(2), "uri/e": address(1) };
  for (const paths of [Object.keys(uris), Object.keys(uris).reverse()]) {
    const item = created("login", Object.fromEntries(paths.map((path) => [path, uris[path as keyof typeof uris]])), by(phone));
    expect(view(item).uris.map(({ id }) => id)).toEqual(["d", "e", "a", "b", "c"]);
  }
  const plain = created("login", { username: "me", "uri/a": true, "uri/b": "text" }, by(phone));
  expect(view(plain)).toMatchObject({ favorite: false, title: "", uris: [] });
  expect(view(edited(plain, { favorite: false }, by(phone))).favorite).toBe(false);
});

it("[V10] an item that came back bears the time of the trash that it came back from, where no edit is later", () => {
  const start = created("login", { title: "Mail" }, by(phone, noon));
  const trashed = edited(start, trashEdit(noon + 9), by(phone, noon + 9));
  const back = mergedItem(trashed, edited(start, { title: "Post" }, by(laptop, noon + 4)), start);
  expect(view(back)).toMatchObject({ trashed: null, changed: noon + 9 });
});
