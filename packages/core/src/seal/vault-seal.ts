// The one crossing between plaintext and bytes: contents of items to sealed revisions and back, for one vault under its keys.
// Synchronization and the client hold a VaultSeal and never a key. // E4, E5

import { type Bytes, enc, type Hash, type HashMany, type ItemId, idBytes, readSealedHeader, type VaultId } from "@holdfast/protocol";
import type { Crypto } from "../crypto/primitives.ts";
import type { VaultKeys } from "../keys/vault-keys.ts";
import type { Content } from "../vault/item.ts";
import { encodeContent, parseContent } from "../vault/parse.ts";
import { openMany, sealMany } from "./envelope.ts";
import { type Head, openHead, sealHead } from "./head.ts";

export interface SealedRevision {
  readonly revision: Bytes;
  /** SHA-256 of `revision`. */
  readonly hash: Hash;
}

/**
 * What opening a revision gives. `not-understood`: it opened, and holds what this version does not know: kept sealed and counted.
 * `damaged`: it does not open, for whatever reason. `later-epoch`: sealed under keys this device has not been given yet.
 */
export type Opened =
  | { readonly type: "opened"; readonly content: Content }
  | { readonly type: "not-understood" }
  | { readonly type: "damaged" }
  | { readonly type: "later-epoch" };

export type OpenedHead =
  | { readonly type: "opened"; readonly head: Head; readonly epoch: number }
  | { readonly type: "damaged" }
  | { readonly type: "later-epoch" };

export interface VaultSeal {
  readonly vault: VaultId;
  /** The newest epoch, under which everything new is sealed. */
  readonly epoch: number;
  readonly hashMany: HashMany;
  newItemId(): ItemId;
  seal(contents: readonly { readonly item: ItemId; readonly content: Content }[]): Promise<readonly SealedRevision[]>;
  open(revisions: readonly { readonly item: ItemId; readonly revision: Bytes }[]): Promise<readonly Opened[]>;
  sealHead(head: Head): Promise<Bytes>;
  openHead(seq: number, sealed: Bytes): Promise<OpenedHead>;
  /** The vault's writer signature, 64 bytes. */
  sign(message: Bytes): Promise<Bytes>;
}

const idsDrawn = 256;

const associated = (vault: VaultId, item: ItemId) => (header: Bytes) => enc("holdfast/1/revision", header, vault, item);

/** `epochs`: the keys of every epoch this device was given, the newest last. */
export function vaultSeal(crypto: Crypto, vault: VaultId, epochs: readonly VaultKeys[]): VaultSeal {
  const newest = epochs.reduce((a, b) => (b.epoch > a.epoch ? b : a));
  const hashMany: HashMany = (pieces) => crypto.sha256(pieces);
  return {
    vault,
    epoch: newest.epoch,
    hashMany,
    newItemId: itemIds(crypto),
    seal: async (contents) => {
      const revisions = await sealMany(
        crypto,
        newest.revision,
        newest.epoch,
        contents.map(({ item, content }) => ({ content: encodeContent(content), associated: associated(vault, item) })),
      );
      const hashes = await hashMany(revisions);
      return revisions.map((revision, i) => ({ revision, hash: hashes[i] as Hash }));
    },
    open: (revisions) => openRevisions(crypto, vault, epochs, newest.epoch, revisions),
    sealHead: (head) => sealHead(crypto, newest, vault, head),
    openHead: async (seq, sealed) => {
      const epoch = readSealedHeader(sealed);
      const keys = epochs.find((held) => held.epoch === epoch);
      if (keys === undefined) return notOpened(sealed, newest.epoch);
      const head = await openHead(crypto, keys, vault, seq, sealed);
      return head === null ? { type: "damaged" } : { type: "opened", head, epoch: keys.epoch };
    },
    sign: (message) => crypto.sign(newest.writer, message),
  };
}

/** Ids drawn ahead of use: they are no secrets, and a call of the generator for each costs more than the rest of making an item. */
function itemIds(crypto: Crypto): () => ItemId {
  let drawn: Bytes = new Uint8Array(0);
  let at = 0;
  return () => {
    if (at === drawn.length) {
      drawn = crypto.randomBytes(idBytes * idsDrawn);
      at = 0;
    }
    at += idBytes;
    return drawn.slice(at - idBytes, at) as ItemId;
  };
}

/** What a piece is that no key of ours opens. */
const notOpened = (sealed: Bytes, newest: number) =>
  ({ type: (readSealedHeader(sealed) ?? 0) > newest ? "later-epoch" : "damaged" }) as const;

async function openRevisions(
  crypto: Crypto,
  vault: VaultId,
  epochs: readonly VaultKeys[],
  newest: number,
  revisions: readonly { readonly item: ItemId; readonly revision: Bytes }[],
): Promise<readonly Opened[]> {
  const opened: Opened[] = revisions.map(({ revision }) => notOpened(revision, newest));
  for (const keys of epochs) {
    const places = revisions.flatMap(({ revision }, place) => (readSealedHeader(revision) === keys.epoch ? [place] : []));
    const contents = await openMany(
      crypto,
      keys.revision,
      places.map((place) => {
        const { item, revision } = revisions[place] as (typeof revisions)[number];
        return { sealed: revision, associated: associated(vault, item) };
      }),
    );
    contents.forEach((bytes, i) => {
      if (bytes === null) return;
      const content = parseContent(bytes);
      opened[places[i] as number] = content === null ? { type: "not-understood" } : { type: "opened", content };
    });
  }
  return opened;
}
