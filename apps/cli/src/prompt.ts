// Asking a person for one line on a terminal, seen or unseen. Raw mode, so that a hidden line is never echoed; the mode is put back
// whatever happens. Knows Backspace, Ctrl-U, Ctrl-C, Ctrl-D and Enter, and leaves out the escape sequences of other keys.

interface KeySource {
  setRawMode?(raw: boolean): unknown;
  setEncoding(encoding: "utf8"): unknown;
  on(event: "data", listener: (text: string) => void): unknown;
  on(event: "end", listener: () => void): unknown;
  off(event: "data", listener: (text: string) => void): unknown;
  off(event: "end", listener: () => void): unknown;
  resume(): unknown;
  pause(): unknown;
}

interface Screen {
  write(text: string): unknown;
}

/** What typing so far has come to. */
export interface Line {
  readonly text: string;
  readonly state: "typing" | "entered" | "stopped";
  /** What was typed or pasted behind the end of the line, for the next question. */
  readonly rest: string;
}

export const emptyLine: Line = { text: "", state: "typing", rest: "" };

// biome-ignore lint/suspicious/noControlCharactersInRegex: keys are told apart by them.
const escapeSequence = /\u001b(?:\[[0-9;?]*[ -/]*[@-~]|O.|.)?/g;

/** Takes typed or pasted characters into the line. */
export function typed(line: Line, characters: string): Line {
  const keys = [...characters.replace(escapeSequence, "")];
  let text = [...line.text];
  for (const [at, key] of keys.entries()) {
    if (key === "\r" || key === "\n") {
      const next = key === "\r" && keys[at + 1] === "\n" ? at + 2 : at + 1;
      return { text: text.join(""), state: "entered", rest: keys.slice(next).join("") };
    }
    if (key === "\u0003" || (key === "\u0004" && text.length === 0)) return { text: "", state: "stopped", rest: "" };
    if (key === "\u007f" || key === "\b") text = text.slice(0, -1);
    else if (key === "\u0015") text = [];
    else if (!/\p{Cc}/u.test(key)) text.push(key);
  }
  return { text: text.join(""), state: "typing", rest: "" };
}

/** What a paste brought beyond the line that was asked for. */
let typedAhead = "";

/** Asks `question` on `screen`; the line typed, or null when the person stopped. */
export function askLine(keys: KeySource, screen: Screen, question: string, hidden: boolean): Promise<string | null> {
  return new Promise((resolve) => {
    let line = emptyLine;
    const finish = (answer: string | null) => {
      keys.off("data", take);
      keys.off("end", stop);
      keys.setRawMode?.(false);
      keys.pause();
      screen.write("\n");
      resolve(answer);
    };
    const stop = () => finish(null);
    const take = (characters: string) => {
      line = typed(line, characters);
      if (!hidden && line.state !== "stopped") screen.write(`\r\u001b[K${question}${line.text}`);
      if (line.state === "typing") return;
      typedAhead = line.rest;
      finish(line.state === "entered" ? line.text : null);
    };
    // Before the question is seen, or what is typed at once would be echoed.
    keys.setRawMode?.(true);
    screen.write(question);
    keys.setEncoding("utf8");
    keys.on("data", take);
    keys.on("end", stop);
    keys.resume();
    const ahead = typedAhead;
    typedAhead = "";
    if (ahead !== "") take(ahead);
  });
}
