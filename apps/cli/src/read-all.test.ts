import { expect, it } from "vitest";
import { readAll } from "./read-all.ts";

it("gives all of a stream, in its order", async () => {
  const pieces = async function* () {
    yield Buffer.from("one ");
    yield "two";
  };
  expect(Buffer.from(await readAll(pieces(), 100)).toString()).toBe("one two");
  await expect(readAll(pieces(), 7)).resolves.toHaveLength(7);
  await expect(readAll(pieces(), 6)).rejects.toMatchObject({ code: "EFBIG" });
});

it("stops at its bound in a stream without an end", async () => {
  let given = 0;
  const endless = async function* () {
    for (;;) {
      given++;
      yield Buffer.alloc(1_000);
    }
  };
  await expect(readAll(endless(), 10_000)).rejects.toMatchObject({ code: "EFBIG" });
  expect(given).toBe(11);
});
