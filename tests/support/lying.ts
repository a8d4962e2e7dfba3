// Ways in which the server, or somebody on the way to it, answers a device with something else than the truth.

import type { WholeAnswer } from "@holdfast/core/testing/app-transport";
import {
  type Bytes,
  type Change,
  concat,
  decode,
  encode,
  encodeFrame,
  type HeadRef,
  type PullFrame,
  pullFrame,
  pullRequest,
  type Refusal,
  readFrames,
  refusal,
  refusalStatus,
} from "@holdfast/protocol";
import type { Device } from "./device.ts";

export const refusing = (reason: Refusal): WholeAnswer => ({ status: refusalStatus[reason.kind], body: encode(refusal, reason) });

type Asked = Parameters<NonNullable<Device["hooks"]["request"]>>[0];

/** Answers instead of the server, which never hears of these requests; null lets a request through. */
export function answerInstead(device: Device, answer: (request: Asked) => WholeAnswer | null): void {
  const given = new Map<Asked, WholeAnswer>();
  device.hooks.request = (request) => {
    const instead = answer(request);
    if (instead === null) return request;
    given.set(request, instead);
    return { method: "GET", path: "/nowhere", token: null };
  };
  device.hooks.answer = (true_, request) => given.get(request) ?? true_;
}

/** The frames of a stream. */
export async function framesOf(stream: Bytes): Promise<PullFrame[]> {
  const frames: PullFrame[] = [];
  const reader = readFrames(pullFrame, inOnePiece(stream));
  for (;;) {
    const next = await reader.next();
    if (next.done) return frames;
    frames.push(next.value);
  }
}

async function* inOnePiece(stream: Bytes): AsyncGenerator<Bytes> {
  yield stream;
}

export const streamOf = (frames: readonly PullFrame[]): Bytes => concat(...frames.map((frame) => encodeFrame(pullFrame, frame)));

const asksForTheListAlone = (body: Bytes | undefined): boolean => {
  const asked = decode(pullRequest, body ?? new Uint8Array());
  return asked.ok && asked.value.pairsOnly === true;
};

/** Exchanges the frames of every pull that is answered with 200. Asked for the list alone, such a liar keeps the list to itself. */
export function alterPulls(
  device: Device,
  alter: (frames: readonly PullFrame[]) => readonly PullFrame[] | Promise<readonly PullFrame[]>,
): void {
  device.hooks.answer = async (answer, { path, body }) => {
    if (!path.endsWith("/pull") || answer.status !== 200) return answer;
    if (asksForTheListAlone(body))
      return { status: 200, body: streamOf((await framesOf(answer.body)).filter(({ kind }) => kind !== "pairs")) };
    return { status: 200, body: streamOf(await alter(await framesOf(answer.body))) };
  };
}

export type Frames = readonly PullFrame[];

/** Lies about the changes of a pull, frame by frame. */
export const changes =
  (alter: (changes: readonly Change[]) => readonly Change[]) =>
  (frames: Frames): Frames =>
    frames.map((frame) => (frame.kind === "changes" ? { ...frame, changes: alter(frame.changes) } : frame));

/** Lies about the heads of a pull; a frame without heads is left out. */
export const heads =
  (alter: (heads: readonly Bytes[], first: number) => { readonly first?: number; readonly heads: readonly Bytes[] }) =>
  (frames: Frames): Frames =>
    frames.flatMap((frame): Frames => {
      if (frame.kind !== "heads") return [frame];
      const altered = { ...frame, ...alter(frame.heads, frame.first) };
      return altered.heads.length === 0 ? [] : [altered];
    });

/** Lies about the end of a pull, as it is announced (`begin`) or as it is reached (`end`). */
export const ends =
  (kinds: readonly PullFrame["kind"][], alter: (to: HeadRef) => HeadRef) =>
  (frames: Frames): Frames =>
    frames.map((frame) => {
      const is = (frame.kind === "begin" || frame.kind === "end") && kinds.includes(frame.kind);
      return is ? { ...frame, to: alter(frame.to) } : frame;
    });

/** From now on everything the device hears is what the server says. */
export function honest(device: Device): void {
  device.hooks.request = undefined;
  device.hooks.answer = undefined;
}
