// Rows of the table: files that somebody hands in. Whatever an import reads must be savable: an item that the vault takes, or refuses in a
// word, and that reads back.

import { exportPieces, importLimits, parseImport, planImport } from "@holdfast/core";
import { contentOf, encodeContent, makeItem, parseContent, parseCsv, scanJson } from "@holdfast/core/testing/parsers";
import { type Bytes, concat, fromUtf8, utf8 } from "@holdfast/protocol";
import { type Form, type Outcome, type Parser, read, refused, textOf } from "../parser.ts";

const bitwarden = {
  encrypted: false,
  folders: [{ id: "f1", name: "Work" }],
  items: [
    {
      ...{ id: "1", type: 1, name: "Mail", favorite: true, folderId: "f1", notes: "n", reprompt: 1 },
      ...{ creationDate: "2020-01-02T03:04:05.678Z", revisionDate: "2024-05-06T07:08:09Z", deletedDate: null },
      fields: [
        { name: "PIN", value: "1", type: 1 },
        { name: "l", value: null, type: 3, linkedId: 100 },
      ],
      login: {
        username: "kim",
        password: "p",
        totp: "GEZDGNBVGY3TQOJQ",
        uris: [{ uri: "https://x.example", match: 1 }],
        fido2Credentials: [{ a: 1 }],
      },
      passwordHistory: [{ password: "old", lastUsedDate: "2023-01-01T00:00:00Z" }],
    },
    { type: 3, name: "Card", card: { cardholderName: "K", brand: "Visa", number: "4111", code: "1", expMonth: "4", expYear: "2031" } },
    { type: 4, name: "Me", identity: { firstName: "K", lastName: "L", email: "k@example.org", address1: "a" } },
    { type: 5, name: "Key", sshKey: { privateKey: "a", publicKey: "b", keyFingerprint: "c" } },
    { type: 2, name: "Note", secureNote: { type: 0 } },
  ],
};

const chrome = 'name,url,username,password,note\nMail,https://x.example/,kim,"a,""b""\nc",\n,android://x@y/,,p,"n"\r\n';

const kaspersky = `Websites

Website name: Example
Website URL: example.com/sign-in
Login name: Work
Login: kim
Password: p: w
Comment: two
lines

---

Applications

Application: App
Login name:
Login: k
Password: x
Comment:

---

Notes

Name: N
Text: t
---

---
`;

const items = [
  '{"conflicts":{},"fields":{"password":[["new",9,"0000000000000000000000000000000b"],["old",4,"0000000000000000000000000000000a"]],"title":[["Mail",4,"0000000000000000000000000000000a"]]},"kind":"login","v":1}',
  '{"conflicts":{"title":[[9,8,"0000000000000000000000000000000a"]]},"fields":{"title":[["b",9,"0000000000000000000000000000000b"],["a",8,"0000000000000000000000000000000a"]]},"kind":"device","v":1}',
];

function exported(): Bytes {
  const contents = items.flatMap((text, at) => {
    const content = parseContent(utf8(text));
    return content === null || "purged" in content ? [] : [{ id: String(at).padStart(32, "0"), content }];
  });
  const head = { exported: 1_780_000_000_000, origin: "https://vault.example.org", account: "ada@example.org", unreadable: 1 };
  return concat(...exportPieces(head, contents));
}

const author = { device: "0".repeat(31).concat("a"), now: 1_780_000_000_000 };
const run = { id: "c".repeat(32), at: 1_780_000_000_000 };
/** Items of one file that are followed through to their bytes. */
const followed = 50;

/** Reads a file, and follows what it gives to what would be saved. */
function readFile(input: Bytes): Outcome {
  const parsed = parseImport(input, "auto");
  if (!parsed.ok) return refused;
  const contents =
    parsed.value.format === "holdfast"
      ? parsed.value.items.map(({ content }) => content)
      : planImport(parsed.value.items.slice(0, followed), { held: [], run, author }).ready.flatMap(({ item }) => {
          const made = makeItem(item, author);
          return made.ok ? [made.value] : [];
        });
  for (const content of contents.slice(0, followed)) {
    const bytes = encodeContent(content);
    const again = parseContent(bytes);
    if (again === null || Buffer.compare(encodeContent(again), bytes) !== 0) throw new Error("an item that was read can't be saved");
  }
  return read();
}

const file = (name: string, reads: readonly string[], form: Form, samples: readonly (string | Bytes)[]): Parser => ({
  name,
  reads: ["parseImport", ...reads],
  form,
  samples: () => samples.map((sample) => (typeof sample === "string" ? utf8(sample) : sample)),
  parse: readFile,
});

export const fileParsers: readonly Parser[] = [
  file("import of Bitwarden", ["readBitwardenJson", "readItem", "isBitwardenJson"], "json", [JSON.stringify(bitwarden)]),
  file("import of Chrome", ["readChromeCsv", "isChromeCsv"], "text", [chrome]),
  file("import of Kaspersky", ["readKasperskyTxt", "isKasperskyTxt", "isForeignKasperskyTxt"], "text", [kaspersky]),
  file("export of Holdfast", ["readExport", "isHoldfastExport"], "json", [exported()]),
  file("export of Holdfast, as text", [], "text", [exported()]),
  {
    name: "table of comma-separated values",
    reads: ["parseCsv"],
    form: "text",
    samples: () => [utf8(chrome), utf8('a;b\n"x;"";y";z\n')],
    parse: (input) => (parseCsv(textOf(input), (input[0] ?? 0) % 2 === 0 ? "," : ";", { columns: 8, rows: 1_000 }).ok ? read() : refused),
  },
  {
    name: "look over JSON",
    reads: ["scanJson"],
    form: "json",
    samples: () => [utf8(JSON.stringify(bitwarden)), exported()],
    parse: (input) => {
      const text = fromUtf8(input);
      if (text === null || scanJson(text, importLimits.json) !== null) return refused;
      // What it lets through, JSON.parse reads or refuses, and never by running out of room.
      try {
        contentOf(JSON.parse(text));
        return read();
      } catch (error) {
        if (error instanceof SyntaxError) return refused;
        throw error;
      }
    },
  },
];
