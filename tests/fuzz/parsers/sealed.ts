// Rows of the table: what was sealed, from outside, where an altered byte must open nothing; and from inside, where what opened is still a
// stranger's until it is parsed.

import { openBackup, sealBackup } from "@holdfast/core";
import {
  aKeyring,
  decodeKeyring,
  decodeLine,
  decodeOpenKeys,
  deriveVaultKeys,
  encodeContent,
  encodeKeyring,
  encodeLine,
  encodeOpenKeys,
  head,
  lineSeal,
  noteSeal,
  openMany,
  openSlot,
  openToken,
  pad,
  parseContent,
  sealMany,
  sealSlot,
  sealToken,
  unpad,
  vaultSeal,
} from "@holdfast/core/testing/parsers";
import { testCrypto } from "@holdfast/core/testing/test-crypto";
import { type Bytes, concat, type DeviceId, encode, equalBytes, type Hash, type ItemId, utf8, type VaultId } from "@holdfast/protocol";
import { type Outcome, orError, orNull, type Parser, read, refused, shapeParser } from "../parser.ts";

const crypto = testCrypto({ seed: "sealed" });
const filled = <B extends Bytes>(byte: number, count: number): B => new Uint8Array(count).fill(byte) as Bytes as B;
const device = filled<DeviceId>(3, 16);
const item = filled<ItemId>(4, 16);
const vault = filled<VaultId>(5, 16);
const note = noteSeal(crypto, aKeyring, device);
const lines = lineSeal(crypto, aKeyring, device, "log");
const seal = deriveVaultKeys(crypto, 2, filled(8, 32), vault).then((keys) => vaultSeal(crypto, vault, [keys]));

const someHead = { seq: 7, prev: filled<Hash>(1, 32), root: filled<Hash>(2, 32), count: 2, device, time: 1_780_000_000_000 };
const items = [
  '{"conflicts":{},"fields":{"password":[["new",9,"0000000000000000000000000000000b"],["old",4,"0000000000000000000000000000000a"]],"title":[["Mail",4,"0000000000000000000000000000000a"]]},"kind":"login","v":1}',
  '{"conflicts":{"title":[[9,8,"0000000000000000000000000000000a"]]},"fields":{"title":[["b",9,"0000000000000000000000000000000b"],["a",8,"0000000000000000000000000000000a"]],"uri/1":[[{"match":null,"order":0,"uri":"https://x.example"},2,"0000000000000000000000000000000a"]]},"kind":"later-kind","v":1}',
  '{"conflicts":{"trashed":[[6,5,"0000000000000000000000000000000a"]]},"fields":{"__proto__":[[[1,[true,null,{"a":"b"}]],4,"0000000000000000000000000000000a"]],"trashed":[[null,6,"00000000000000000000000000000000"],[1780000000000,5,"0000000000000000000000000000000a"]]},"kind":"note","v":1}',
  '{"purged":[77,"0000000000000000000000000000000a",1780000000000],"v":1}',
].map(utf8);

/** A row for sealed bytes: `open` gives what was inside, and may open what was sealed and nothing else. */
const sealedParser = (
  name: string,
  reads: readonly string[],
  made: () => Promise<readonly Bytes[]>,
  open: (input: Bytes) => Promise<Bytes | null>,
): Parser => {
  const samples = made();
  return {
    name,
    reads,
    form: "bytes",
    samples: () => samples,
    parse: async (input): Promise<Outcome> => {
      const opened = await open(input);
      if (opened === null) return refused;
      if (!(await samples).some((sample) => equalBytes(sample, input))) throw new Error("altered bytes were opened");
      return read();
    },
  };
};

async function backupOf(content: string): Promise<Bytes> {
  const pieces: Bytes[] = [];
  for await (const piece of sealBackup(crypto, "a password for it", [utf8(content)])) pieces.push(piece);
  return concat(...pieces);
}

const outside: readonly Parser[] = [
  sealedParser(
    "sealed revision",
    [],
    async () => {
      const contents = items.flatMap((bytes) => parseContent(bytes) ?? []);
      return (await (await seal).seal(contents.map((content) => ({ item, content })))).map(({ revision }) => revision);
    },
    async (revision) => {
      const [opened] = await (await seal).open([{ item, revision }]);
      return opened?.type === "opened" ? encodeContent(opened.content) : null;
    },
  ),
  sealedParser(
    "sealed head",
    [],
    async () => [await (await seal).sealHead(someHead)],
    async (sealed) => ((await (await seal).openHead(7, sealed)).type === "opened" ? filled(0, 1) : null),
  ),
  sealedParser(
    "slot",
    ["openSlot"],
    async () => [(await sealSlot(crypto, filled(6, 32), "password", aKeyring)).sealed],
    async (sealed) => {
      const ring = await openSlot(crypto, filled(6, 32), "password", aKeyring.accountId, { version: aKeyring.version, sealed });
      return ring === null ? null : encodeKeyring(ring);
    },
  ),
  sealedParser(
    "sealed token",
    [],
    async () => [await sealToken(crypto, aKeyring, device, filled(9, 32))],
    (sealed) => openToken(crypto, aKeyring, device, sealed),
  ),
  sealedParser("note", [], async () => [await note.seal(utf8("a note"))], note.open),
  sealedParser(
    "line of the activity log, sealed",
    [],
    () => lines.seal([utf8("a line")]).then((sealed) => [...sealed]),
    async (sealed) => (await lines.open([sealed]))[0] ?? null,
  ),
  sealedParser(
    "envelope",
    ["openMany", "readSealedHeader"],
    async () => [
      ...(await sealMany(crypto, await crypto.aeadKey(filled(1, 32)), 2, [{ content: utf8("x"), associated: (header) => header }])),
    ],
    async (sealed) =>
      (await openMany(crypto, await crypto.aeadKey(filled(1, 32)), [{ sealed, associated: (header) => header }]))[0] ?? null,
  ),
  sealedParser(
    "backup",
    ["openBackup", "isBackup"],
    async () => [await backupOf("{}"), await backupOf("x".repeat(3_000))],
    async (file) => {
      const opened = await openBackup(crypto, "a password for it", file);
      return opened.ok ? opened.value : null;
    },
  ),
];

const line = {
  ...{ at: 1_780_000_000_000, event: "received", device: "0".repeat(32), reason: null, count: 1 },
  items: [{ id: "a".repeat(32), what: "changed", paths: ["title", "password"] }],
};

const inside: readonly Parser[] = [
  {
    name: "content of an item",
    reads: ["parseContent", "contentOf"],
    form: "json",
    samples: () => items,
    parse: (input) => orNull(parseContent(input), encodeContent),
  },
  {
    name: "padding",
    reads: ["unpad"],
    form: "bytes",
    samples: () => [pad(utf8("x")), pad(filled(1, 9_000)), pad(new Uint8Array(0))],
    parse: (input) => orNull(unpad(input), pad, true),
  },
  shapeParser("head", head, () => [encode(head, someHead), encode(head, { ...someHead, heals: { seq: 3, hash: filled<Hash>(4, 32) } })], [
    "head",
  ]),
  {
    name: "keyring",
    reads: ["decodeKeyring", "keyring"],
    form: "cbor",
    samples: () => [encodeKeyring(aKeyring), encodeKeyring({ ...aKeyring, signInSeeds: [filled(7, 32)], recoveryKek: filled(8, 32) })],
    parse: (input) => orError(decodeKeyring(input), encodeKeyring, true),
  },
  {
    name: "keys handed over",
    reads: ["decodeOpenKeys", "openKeys"],
    form: "cbor",
    samples: () => [encodeOpenKeys({ ring: aKeyring, signInSeed: filled(7, 32) })],
    parse: (input) => orNull(decodeOpenKeys(input), encodeOpenKeys, true),
  },
  {
    name: "line of the activity log",
    reads: ["decodeLine", "activityLine"],
    form: "cbor",
    samples: () => [encodeLine(line), encodeLine({ ...line, device: null, items: [] })],
    // A line of above 12 KiB is written without its paths.
    parse: (input) => orNull(decodeLine(input), encodeLine, input.length <= 12 * 1024),
  },
];

export const sealedParsers: readonly Parser[] = [...outside, ...inside];
