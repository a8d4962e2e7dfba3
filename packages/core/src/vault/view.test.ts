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
