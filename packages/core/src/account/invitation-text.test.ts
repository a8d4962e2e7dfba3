import fc from "fast-check";
import { expect, it } from "vitest";
import { invitationText, parseInvitation } from "./invitation-text.ts";

it("is written in groups and read back, however it is typed", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (token) => {
      const text = invitationText(token);
      expect(text).toMatch(/^[0-9a-f]{4}(-[0-9a-f]{4}){7}$/);
      for (const typed of [text, text.toUpperCase(), text.replaceAll("-", ""), ` ${text.replaceAll("-", " ")}\n`]) {
        expect(parseInvitation(typed)).toEqual(token);
      }
    }),
  );
});

it.each(["", "0011", `${"0".repeat(31)}`, `${"0".repeat(33)}`, `${"0".repeat(31)}g`, "0".repeat(64)])("%j is none", (text) => {
  expect(parseInvitation(text)).toBeNull();
});
