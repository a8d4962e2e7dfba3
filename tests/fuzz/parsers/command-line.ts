// Rows of the table: what reaches a command. Its words, its invitation, stored text on its way to a terminal, and the agent's socket.

import { agentReply, agentRequest } from "@holdfast/cli/src/agent/messages.ts";
import { parseArguments } from "@holdfast/cli/src/arguments.ts";
import { cleanLine, cleanLines } from "@holdfast/cli/src/clean-text.ts";
import { parseListen } from "@holdfast/cli/src/commands/serve.ts";
import { parseAssignment, parseAssignments } from "@holdfast/cli/src/field-syntax.ts";
import { everyOption } from "@holdfast/cli/src/run.ts";
import { invitationText, parseInvitation } from "@holdfast/core";
import { type Bytes, encode, utf8 } from "@holdfast/protocol";
import { clientAddress, isDirect } from "@holdfast/server/testing/parsers";
import { orError, orNull, type Parser, read, refused, shapeParser, textOf } from "../parser.ts";

const lines =
  (...samples: readonly string[]) =>
  (): readonly Bytes[] =>
    samples.map(utf8);

const words: Parser = {
  name: "words of a command line",
  reads: ["parseArguments"],
  form: "text",
  samples: lines("add\nlogin\n--field\ntitle=Mail\n--field=password=-\n--json", "get\n-h\n--\n--home", "list\n--home\n/tmp/x\n-\nx"),
  parse: (input) => {
    const parsed = parseArguments(textOf(input).split("\n"), everyOption);
    if (!parsed.ok) return refused;
    for (const name of parsed.value.given.keys())
      if (!Object.hasOwn(everyOption, name)) throw new Error("an option that is none was taken");
    return read();
  },
};

const assignments: Parser = {
  name: "fields on a command line",
  reads: ["parseAssignments", "parseAssignment"],
  form: "text",
  samples: lines("title=Mail\nuri=a\nuri=b", "password=-", "note="),
  parse: (input) => {
    const given = textOf(input).split("\n");
    for (const word of given) parseAssignment(word);
    return orError(parseAssignments(given), () => null);
  },
};

const terminal: Parser = {
  name: "stored text for a terminal",
  reads: ["cleanLine", "cleanLines"],
  form: "text",
  samples: lines("Mail\n\u001b[31mred\u001b[0m", "a\u202eb", "\u009b1m"),
  parse: (input) => {
    for (const line of cleanLines(textOf(input))) {
      if (/[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u.test(line)) throw new Error("a control character came through");
      if (cleanLine(line) !== line) throw new Error("cleaning twice is not cleaning once");
    }
    return read();
  },
};

const address: Parser = {
  name: "address behind a proxy",
  reads: [],
  form: "text",
  samples: lines("203.0.113.7, 2001:db8::1", "::ffff:127.0.0.1", "fe80::1%eth0", "[::1]:8480"),
  parse: (input) => {
    const given = textOf(input);
    isDirect("127.0.0.1", { host: given });
    return orNull(clientAddress({ address: "127.0.0.1", forwarded: given }, true), () => null);
  },
};

export const commandLineParsers: readonly Parser[] = [
  words,
  assignments,
  terminal,
  address,
  {
    name: "invitation",
    reads: ["parseInvitation"],
    form: "text",
    samples: lines(invitationText(new Uint8Array(16).fill(0xab)), "ABAB abab\n"),
    parse: (input) => orNull(parseInvitation(textOf(input)), (bytes) => utf8(invitationText(bytes))),
  },
  {
    name: "where a server listens",
    reads: ["parseListen"],
    form: "text",
    samples: lines("127.0.0.1:8480", "[::1]:0", "localhost:65535"),
    parse: (input) => orNull(parseListen(textOf(input)), () => null),
  },
  shapeParser("agent's socket: request", agentRequest, () => (["keys", "lock"] as const).map((kind) => encode(agentRequest, { kind })), [
    "agentRequest",
  ]),
  shapeParser(
    "agent's socket: reply",
    agentReply,
    () => [encode(agentReply, { kind: "done" }), encode(agentReply, { kind: "keys", keys: new Uint8Array(90).fill(1) })],
    ["agentReply"],
  ),
];
