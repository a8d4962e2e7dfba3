// Nobody adds a reader of foreign bytes without a row: every exported function that by its name parses, decodes, opens or reads, and every
// exported shape, is tried by a row of the table, or stands here with the reason why not.

import { wireSchema } from "@holdfast/protocol";
import { describe, expect, it } from "vitest";
import { codeOf, sources } from "../tidy/repository.ts";
import { messages } from "./parsers/wire.ts";
import { parsers } from "./parsers.ts";

/** Readers that are tried through another, or read nothing foreign. */
const elsewhere: Readonly<Record<string, string>> = {
  openOne: "openMany, for one piece",
  openHead: "by the sealed head: vaultSeal opens it",
  openToken: "by the sealed token",
  openKeysBytes: "is a bound",
  fromHere: "is where a request in this process comes from",
  openConflicts: "reads an item that has been parsed",
  openNewest: "reads items of this replica that have been opened by vaultSeal",
  openItem: "reads items of this replica that have been opened by vaultSeal",
  openClient: "opens nothing: makes a client",
  openLink: "by the live connection of a client",
  openSession: "reads a message that has been decoded",
  openDatabase: "by the files of databases.ts",
  openPresent: "by the files of databases.ts",
  openSqliteStore: "by the files of databases.ts",
  openSqliteFile: "by the files of databases.ts",
  openNodeHome: "makes a home over a folder",
  openWebHome: "makes a home over IndexedDB",
  open: "by the answers to a client",
  receive: "by the answers to a pull",
  receiveWhole: "by the answers to a pull",
  receiveFrames: "by the answers to a pull",
  readAll: "hands bytes on as they are",
  readBytes: "hands bytes on as they are",
  readSecret: "hands a text on as it is",
  readInputText: "hands a text on as it is",
  readWhole: "hands bytes on as they are",
  readEdit: "reads what parseAssignments gave",
  readWebApp: "reads the folder of a built web app, which whoever runs the server has put there",
};

const named = /^export (?:async )?(?:function\*?|const) (?:\* ?)?((?:parse|decode|read|from|open|receive)(?:[A-Z]\w*)?)(?=[ <(:=])/gm;
const shaped = /^export const (\w+)(?:: (?:shape\.)?Shape<.*>)? = (?:shape\.)?(?:record|oneOf|list|bytes|branded)\(/gm;

const shipped = sources.filter(({ path }) => /^(?:packages|apps)\/[^/]+\/src\//.test(path) && !/\.test\.tsx?$|\/testing\//.test(path));

function exported(form: RegExp): readonly { readonly name: string; readonly path: string }[] {
  return shipped.flatMap(({ path, text }) => [...codeOf(text).matchAll(form)].map(([, name = ""]) => ({ name, path })));
}

const tried = new Set(parsers.flatMap(({ reads }) => reads));

describe("the table of parsers", () => {
  it("has a row for every exported reader, or a reason", () => {
    // What a screen or a command opens is no file.
    const readers = exported(named).filter(({ name, path }) => !/^(?:open|receive)/.test(name) || /^packages|^apps\/server/.test(path));
    expect(readers.length).toBeGreaterThan(30);
    const missing = readers.filter(({ name }) => !tried.has(name) && elsewhere[name] === undefined);
    expect(missing.map(({ name, path }) => `${name} in ${path}`)).toEqual([]);
  });

  it("has a row for every exported shape", () => {
    const shapes = exported(shaped);
    expect(shapes.length).toBeGreaterThan(30);
    expect(shapes.filter(({ name }) => !tried.has(name)).map(({ name, path }) => `${name} in ${path}`)).toEqual([]);
  });

  it("has a row for every message of the wire", () => {
    const { refusalStatus: _, ...wire } = wireSchema as { readonly [name: string]: unknown };
    expect(Object.keys(messages)).toEqual(Object.keys(wire));
  });

  it("has a row for everything that comes from outside, by its name", () => {
    const names = parsers.map(({ name }) => name);
    const outside = [
      ...["stream of frames", "answers to a client", "answer to a pull", "live connection of a client", "envelope", "sealed revision"],
      // An emergency kit is read again by what stands on it: the name of the account, the origin and the Secret Key.
      ...["setup code", "Secret Key", "account name", "origin", "invitation"],
      ...["import of Bitwarden", "import of Chrome", "import of Kaspersky", "export of Holdfast", "backup"],
      ...["file of a replica", "database of a browser", "database of a server", "stored: replica", "stored: inFlight", "stored: pending"],
      ...["agent's socket: what connects", "agent's socket: what answers", "words of a command line"],
      ...["server: bodies of requests", "server: heads of requests", "server: messages of a live connection"],
    ];
    expect(outside.filter((name) => !names.includes(name))).toEqual([]);
    // Each format of an import that the reader knows is one of the rows above.
    const formats = /ForeignFormat = ([^;]+);/.exec(sources.find(({ path }) => path.endsWith("/imported-item.ts"))?.text ?? "")?.[1];
    expect(formats?.match(/"(\w+)-/g)).toEqual(['"bitwarden-', '"chrome-', '"kaspersky-']);
  });

  it("names each row once, and no reader that is gone", () => {
    expect(new Set(parsers.map(({ name }) => name)).size).toBe(parsers.length);
    const text = shipped.map(({ text }) => text).join("\n");
    const gone = [...tried, ...Object.keys(elsewhere)].filter((name) => !new RegExp(`\\b${name}\\b`).test(text));
    expect(gone).toEqual([]);
  });
});
