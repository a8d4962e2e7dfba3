// Project Wycheproof's test vectors (packages/core/vectors/wycheproof), as they were published: thousands of ways in which other people's
// primitives have failed. Each file is held to its hash, so that no case can go missing. For tests alone.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { assert } from "@holdfast/protocol";

/** `acceptable`: legal, and a library may refuse it all the same. */
export type Verdict = "valid" | "invalid" | "acceptable";

interface Case {
  readonly tcId: number;
  readonly comment: string;
  readonly result: Verdict;
}

/** All texts are hex; sizes of keys, nonces and tags are bits, sizes of outputs bytes. */
export interface WycheproofGroups {
  readonly aes_gcm: {
    readonly keySize: number;
    readonly ivSize: number;
    readonly tagSize: number;
    readonly tests: readonly (Case & {
      readonly key: string;
      readonly iv: string;
      readonly aad: string;
      readonly msg: string;
      readonly ct: string;
      readonly tag: string;
    })[];
  };
  readonly eddsa: {
    readonly key: { readonly pk: string; readonly sk: string };
    readonly tests: readonly (Case & { readonly msg: string; readonly sig: string })[];
  };
  readonly hkdf_sha256: {
    readonly tests: readonly (Case & {
      readonly ikm: string;
      readonly salt: string;
      readonly info: string;
      readonly size: number;
      readonly okm: string;
    })[];
  };
  readonly hmac_sha1: HmacGroup;
  readonly hmac_sha256: HmacGroup;
  readonly hmac_sha512: HmacGroup;
}

interface HmacGroup {
  readonly tagSize: number;
  readonly tests: readonly (Case & { readonly key: string; readonly msg: string; readonly tag: string })[];
}

/** SHA-256 of each file. */
const published: Readonly<Record<keyof WycheproofGroups, string>> = {
  aes_gcm: "c63f7a34d5f49be52f8f2f5a5c47750b418af304265869f77cd4bacb8e1d2f51",
  eddsa: "a77b00e6399d13da54d28f4b4f26995977bf8a9780e5756a1c0fce85d260e041",
  hkdf_sha256: "8b41311d8d185d482d43a4c7f6cbd1de535ecd0d191d4fe6854fe1a63d267fb4",
  hmac_sha1: "c663066de4718306b0c472b82963b46c4861959f4883915d52952e09bd10ec32",
  hmac_sha256: "38f4cae1be5726d0af0c3e8967d4124157c0855736dccc6a7d0b40b8739bf93c",
  hmac_sha512: "e2bdd5918effd57f74e3fc3f9286797a6a544051f0e824b3e9ed495eaf89b01e",
};

export function wycheproof<F extends keyof WycheproofGroups>(file: F): readonly WycheproofGroups[F][] {
  const bytes = readFileSync(new URL(`../../vectors/wycheproof/${file}_test.json`, import.meta.url));
  assert(createHash("sha256").update(bytes).digest("hex") === published[file], "the vectors are as they were published");
  return (JSON.parse(bytes.toString("utf8")) as { readonly testGroups: readonly WycheproofGroups[F][] }).testGroups;
}
