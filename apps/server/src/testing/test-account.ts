// An account and a device for tests of the server: real keys and signatures, sealed pieces that are only random bytes behind
// a true header, since the server looks no further. What core does for real is not repeated here.

import { generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import {
  type AccountId,
  type AccountName,
  type Bytes,
  type Challenge,
  type Change,
  type Commit,
  challenge,
  challengeRequest,
  commit,
  commitMessage,
  compareBytes,
  concat,
  contentType,
  type DeviceId,
  decode,
  encode,
  genesis,
  type Hash,
  type HeadRef,
  type ItemId,
  type PullFrame,
  type PullRequest,
  protocolHeader,
  pullFrame,
  pullRequest,
  pushed,
  type Refusal,
  readFrames,
  refusal,
  routes,
  type Shape,
  type SignedIn,
  type SignUp,
  sealedHeader,
  signedIn,
  signIn,
  signInMessage,
  signUp,
  type VaultId,
} from "@holdfast/protocol";
import { sha256, sha256Many } from "../sha256.ts";

export const random = (count: number): Bytes => new Uint8Array(randomBytes(count));

/** A sealed piece of that epoch (a slot: version) with `inside` bytes that nobody can open. */
export const sealedPiece = (number = 1, inside = 64): Bytes => concat(sealedHeader(number), random(28 + inside));

const rawPublicKey = (key: KeyObject): Bytes => new Uint8Array(Buffer.from(String(key.export({ format: "jwk" }).x), "base64url"));

export interface Keys {
  readonly signIn: KeyObject;
  readonly writer: KeyObject;
}

export interface TestAccount {
  readonly name: AccountName;
  readonly request: SignUp;
  readonly keys: Keys;
}

export function makeAccount(name = `${Buffer.from(random(8)).toString("hex")}@example.org`, changed: Partial<SignUp> = {}): TestAccount {
  const [signInPair, writerPair] = [generateKeyPairSync("ed25519"), generateKeyPairSync("ed25519")];
  const request: SignUp = {
    account: name as AccountName,
    accountId: random(16) as AccountId,
    vault: random(16) as VaultId,
    slot: { version: 1, sealed: sealedPiece(1) },
    signInKey: rawPublicKey(signInPair.publicKey),
    writerKey: rawPublicKey(writerPair.publicKey),
    epoch: 1,
    ...changed,
  };
  return { name: request.account, request, keys: { signIn: signInPair.privateKey, writer: writerPair.privateKey } };
}

export interface Answerer {
  fetch(request: Request): Promise<Response>;
  readonly origin: string;
}

export interface Call {
  readonly token?: Bytes | string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Bytes;
}

/** A POST as a client makes it, with whatever is said otherwise. An empty header is left out. */
export function post(server: Answerer, path: string, { token, headers = {}, body }: Call): Promise<Response> {
  const all = new Headers({ [protocolHeader]: "1", "content-type": contentType });
  if (token !== undefined)
    all.set("authorization", `Bearer ${typeof token === "string" ? token : Buffer.from(token).toString("base64url")}`);
  for (const [name, value] of Object.entries(headers)) {
    if (value === "") all.delete(name);
    else all.set(name, value);
  }
  const content = body === undefined ? {} : { body: new Uint8Array(body) };
  return server.fetch(new Request(server.origin + path, { method: "POST", headers: all, ...content }));
}

export async function bytesOf(response: Response): Promise<Bytes> {
  return new Uint8Array(await response.arrayBuffer());
}

/** The value of an answer that must be one, else a failure that names the refusal. */
export async function answered<T>(shape: Shape<T>, response: Response): Promise<T> {
  if (response.status !== 200) throw new Error(`refused: ${response.status} ${(await refusalOf(response)).kind}`);
  const decoded = decode(shape, await bytesOf(response));
  if (!decoded.ok) throw new Error("the answer is not of its shape");
  return decoded.value;
}

export async function refusalOf(response: Response): Promise<Refusal> {
  const decoded = decode(refusal, await bytesOf(response));
  if (!decoded.ok) throw new Error(`no refusal: ${response.status}`);
  return decoded.value;
}

export const signUpAt = (server: Answerer, account: TestAccount): Promise<Response> =>
  post(server, routes.signUp, { body: encode(signUp, account.request) });

export async function challengeFor(server: Answerer, name: AccountName): Promise<Challenge> {
  return answered(challenge, await post(server, routes.challenge, { body: encode(challengeRequest, { account: name }) }));
}

export interface SignInAttempt {
  readonly name: AccountName;
  readonly key: KeyObject;
  readonly device: DeviceId;
  readonly origin?: string;
  readonly challenge?: Bytes;
}

export async function signInAt(
  server: Answerer,
  { name, key, device, origin = server.origin, ...given }: SignInAttempt,
): Promise<Response> {
  const asked = given.challenge ?? (await challengeFor(server, name)).challenge;
  const signature = new Uint8Array(sign(null, signInMessage(origin, name, asked, device), key));
  return post(server, routes.signIn, { body: encode(signIn, { account: name, challenge: asked, device, signature }) });
}

export const newDevice = (): DeviceId => random(16) as DeviceId;
export const newItem = (): ItemId => random(16) as ItemId;
export const newChange = (item: ItemId = newItem(), inside = 64): Change => ({ item, revision: sealedPiece(1, inside) });
export const sorted = (changes: readonly Change[]): readonly Change[] => [...changes].sort((a, b) => compareBytes(a.item, b.item));
export const newChanges = (count: number, inside = 64): readonly Change[] =>
  sorted(Array.from({ length: count }, () => newChange(newItem(), inside)));

/** A commit on `prev`, signed with the vault's writer key unless another is given. */
export async function makeCommit(
  account: TestAccount,
  prev: Hash,
  changes: readonly Change[],
  changed: { readonly head?: Bytes; readonly key?: KeyObject; readonly branch?: readonly Bytes[] } = {},
): Promise<Commit> {
  const branch = changed.branch === undefined ? {} : { branch: changed.branch };
  const unsigned = { prev, head: changed.head ?? sealedPiece(1), changes, ...branch };
  const message = await commitMessage(account.request.vault, unsigned, sha256Many);
  return { ...unsigned, signature: new Uint8Array(sign(null, message, changed.key ?? account.keys.writer)) };
}

export const refTo = (seq: number, { head }: Commit): HeadRef => ({ seq, hash: sha256(head) });

/** A signed-in device that knows the head it stands on. */
export interface TestDevice {
  readonly server: Answerer;
  readonly account: TestAccount;
  readonly device: DeviceId;
  readonly session: SignedIn;
  head: HeadRef;
}

/** Signs up (unless told that it has been done) and in. */
export async function startDevice(server: Answerer, account: TestAccount = makeAccount(), known = false): Promise<TestDevice> {
  if (!known) await signUpAt(server, account);
  const device = newDevice();
  const session = await answered(signedIn, await signInAt(server, { name: account.name, key: account.keys.signIn, device }));
  return { server, account, device, session, head: session.vaults[0]?.head ?? genesis };
}

/** Sends a commit as it is. */
export function sendCommit(
  of: TestDevice,
  given: Commit,
  { body = encode(commit, given), headers = {}, ...call }: Call = {},
): Promise<Response> {
  const ifMatch = `"${Buffer.from(given.prev).toString("hex")}"`;
  const path = routes.push(of.account.request.vault);
  return post(of.server, path, { token: of.session.token, body, headers: { "if-match": ifMatch, ...headers }, ...call });
}

/** Pushes changes on the device's head, which moves on. */
export async function pushChanges(of: TestDevice, changes: readonly Change[]): Promise<Commit> {
  const given = await makeCommit(of.account, of.head.hash, changes);
  of.head = (await answered(pushed, await sendCommit(of, given))).head;
  return given;
}

export const askPull = (of: TestDevice, request: PullRequest, call: Call = {}): Promise<Response> =>
  post(of.server, routes.pull(of.account.request.vault), { token: of.session.token, body: encode(pullRequest, request), ...call });

/** The frames of a stream and how it ended. */
export async function framesOf(stream: AsyncIterable<Bytes>): Promise<{ readonly frames: readonly PullFrame[]; readonly end: string }> {
  const frames: PullFrame[] = [];
  const reader = readFrames(pullFrame, stream);
  for (;;) {
    const next = await reader.next();
    if (next.done) return { frames, end: next.value.type };
    frames.push(next.value);
  }
}

/** All frames of a pull that is answered. */
export async function pullAll(of: TestDevice, request: PullRequest): Promise<readonly PullFrame[]> {
  const response = await askPull(of, request);
  if (response.status !== 200 || response.body === null) throw new Error(`refused: ${(await refusalOf(response)).kind}`);
  const { frames, end } = await framesOf(response.body);
  if (end !== "whole" || frames.at(-1)?.kind !== "end") throw new Error("the stream was cut");
  return frames;
}

export const changesOf = (frames: readonly PullFrame[]): readonly Change[] =>
  frames.flatMap((frame) => (frame.kind === "changes" ? frame.changes : []));
export const headsOf = (frames: readonly PullFrame[]): readonly Bytes[] =>
  frames.flatMap((frame) => (frame.kind === "heads" ? frame.heads : []));
