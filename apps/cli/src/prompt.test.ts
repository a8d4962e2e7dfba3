import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { askLine, emptyLine, typed } from "./prompt.ts";

describe("a typed line", () => {
  it.each([
    ["abc\r", "abc", "entered"],
    ["abc\n", "abc", "entered"],
    ["abc", "abc", "typing"],
    ["abx\u007fc\r", "abc", "entered"],
    ["\u007f\u007fa\r", "a", "entered"],
    ["wrong\u0015abc\r", "abc", "entered"],
    ["ab\u001b[Dc\u001bOA\u001b[3~\r", "abc", "entered"],
    ["a\u0001b\tc\r", "abc", "entered"],
    ["ü🚲\u007f\r", "ü", "entered"],
    ["abc\u0003", "", "stopped"],
    ["\u0004", "", "stopped"],
    ["abc\u0004\r", "abc", "entered"],
  ] as const)("%j is %j, %s", (keys, text, state) => expect(typed(emptyLine, keys)).toMatchObject({ text, state }));

  it("leaves what was pasted behind its end for the next question", () => {
    expect(typed(emptyLine, "one\r\ntwo\r")).toEqual({ text: "one", state: "entered", rest: "two\r" });
    expect(typed(emptyLine, "one\n\n")).toEqual({ text: "one", state: "entered", rest: "\n" });
  });

  it("comes in pieces", () => expect(typed(typed(emptyLine, "ab"), "c\r")).toMatchObject({ text: "abc", state: "entered" }));
});

describe("asking", () => {
  const terminal = () => {
    const modes: boolean[] = [];
    const keys = Object.assign(new PassThrough(), { setRawMode: (raw: boolean) => modes.push(raw) });
    let shown = "";
    const screen = {
      write: (text: string) => {
        shown += `${modes.at(-1) ? "raw:" : ""}${text}`;
      },
    };
    return { keys, screen, modes, shown: () => shown };
  };

  it("shows nothing of a hidden line, and is silent before it asks", async () => {
    const { keys, screen, modes, shown } = terminal();
    const answer = askLine(keys, screen, "Main password: ", true);
    keys.write("hunter2\r");
    expect(await answer).toBe("hunter2");
    expect(shown()).toBe("raw:Main password: \n");
    expect(modes).toEqual([true, false]);
  });

  it("shows a line that is no secret", async () => {
    const { keys, screen, shown } = terminal();
    const answer = askLine(keys, screen, "username: ", false);
    keys.write("octo\r");
    expect(await answer).toBe("octo");
    expect(shown()).toContain("username: octo");
  });

  it("answers the second question from the same paste", async () => {
    const { keys, screen } = terminal();
    const first = askLine(keys, screen, "one ", true);
    keys.write("first\rsecond\r");
    expect(await first).toBe("first");
    expect(await askLine(keys, screen, "two ", true)).toBe("second");
  });

  it("is stopped by Ctrl-C and by the end of input, and puts the mode back", async () => {
    const stopped = terminal();
    const answer = askLine(stopped.keys, stopped.screen, "? ", true);
    stopped.keys.write("abc\u0003");
    expect(await answer).toBeNull();
    expect(stopped.modes).toEqual([true, false]);
    const ended = terminal();
    const none = askLine(ended.keys, ended.screen, "? ", true);
    ended.keys.end();
    expect(await none).toBeNull();
  });
});
