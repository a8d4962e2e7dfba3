// Whoever answers a device in the server's place: mostly with what the server says, and now and then with a lie that was planned. It sees what the
// server sees, keeps what was said, and has no key.

import type { Transport, TransportFailure } from "@holdfast/core";
import type { Exchange, WholeAnswer } from "@holdfast/core/testing/app-transport";
import { Cut, type TransportRequest, type TransportResponse } from "@holdfast/core/testing/inside";
import { type Bytes, concat, decode, pullRequest, routes } from "@holdfast/protocol";
import { framesOf, streamOf } from "../../support/lying.ts";
import type { Dice } from "../dice.ts";
import { challengeLies, pullRefusals, sessionLies } from "./at-the-door.ts";
import { pullLies } from "./in-pulls.ts";
import type { Known, Lie, Lied } from "./lie.ts";
import { pushLies } from "./to-pushes.ts";
import type { Witness } from "./witness.ts";

/** What can be lied about, and how. */
export const lies = {
  pull: { ...pullLies, ...pullRefusals },
  push: pushLies,
  challenge: challengeLies,
  session: sessionLies,
} as const satisfies Readonly<Record<string, Readonly<Record<string, Lie>>>>;

export type Subject = keyof typeof lies;

const subjects: readonly (readonly [Subject, (path: string) => boolean])[] = [
  ["pull", (path) => path.endsWith("/pull")],
  ["push", (path) => path.endsWith("/push")],
  ["challenge", (path) => path === routes.challenge],
  ["session", (path) => path === routes.signIn],
];

const subjectOf = (path: string): Subject | null => subjects.find(([, is]) => is(path))?.[0] ?? null;

interface Plan {
  readonly lie: string;
  left: number;
}

/** What is planned for one device, whichever process of it asks. */
export class Plans {
  readonly #planned = new Map<Subject, Plan>();
  /** Nobody lies to it for now. */
  silent = false;

  /** The next `times` answers on which such a lie can be told are lies. */
  plan(subject: Subject, lie: string, times: number): void {
    this.#planned.set(subject, { lie, left: times });
  }

  clear(): void {
    this.#planned.clear();
  }

  next(subject: Subject): { readonly name: string; readonly lie: Lie } | null {
    const plan = this.silent ? undefined : this.#planned.get(subject);
    const found = plan === undefined ? undefined : (lies[subject] as Readonly<Record<string, Lie>>)[plan.lie];
    return plan === undefined || found === undefined ? null : { name: plan.lie, lie: found };
  }

  told(subject: Subject): void {
    const plan = this.#planned.get(subject);
    if (plan !== undefined && --plan.left === 0) this.#planned.delete(subject);
  }
}

export interface LiarOptions {
  readonly plans: Plans;
  readonly witness: Witness;
  readonly dice: Dice;
  /** By the path that is asked. */
  readonly known: (path: string) => Known;
  /** Keeps what was said, and a request that the server never hears of with its answer. */
  readonly heard: (subject: Subject, body: Bytes) => void;
  readonly swallowed: (exchange: Exchange) => void;
}

/** `inner`, answered for by a liar. */
export function lyingTransport(inner: Transport, options: LiarOptions): Transport {
  const { known } = options;
  return {
    origin: inner.origin,
    traffic: inner.traffic,
    send: async (request) => {
      const subject = subjectOf(request.path);
      if (subject === null) return inner.send(request);
      if (subject === "push") known(request.path).chronicle.wrote(request.body ?? new Uint8Array());
      return answered(inner, request, subject, options);
    },
  };
}

type Answer = TransportResponse | TransportFailure;

async function answered(inner: Transport, request: TransportRequest, subject: Subject, options: LiarOptions): Promise<Answer> {
  const { plans, witness, dice, known, heard, swallowed } = options;
  // Outside of a run a sign-in is a new device's: what comes of it is its person's to be told, and no run's.
  const planned = witness.watching ? plans.next(subject) : null;
  const question = { request, dice, known: known(request.path) };
  const instead = planned?.lie.instead?.(question) ?? null;
  if (planned !== null && instead !== null) {
    const { method, path, body = new Uint8Array() } = request;
    swallowed({
      method,
      path,
      head: "",
      requestBody: body,
      status: instead.answer.status,
      answerHead: "",
      answerBody: instead.answer.body,
    });
    return tell(planned.name, subject, instead, options);
  }
  const answer = await inner.send(request);
  if ("type" in answer) return answer;
  const { chunks, cut } = await wholeOf(answer.body);
  const hides = witness.hiding && asksForTheListAlone(request);
  // What was cut may be all of it, as far as its reader is concerned.
  if (cut !== null) return { ...answer, body: again(hides ? [] : chunks, cut) };
  const truth: WholeAnswer = { status: answer.status, body: concat(...chunks) };
  if (answer.status === 200) heard(subject, truth.body);
  if (hides) return { ...answer, body: again([await withoutPairs(truth)]) };
  const lied = planned?.lie.about === undefined ? null : await planned.lie.about(question, truth);
  return planned === null || lied === null ? { ...answer, body: again(chunks) } : tell(planned.name, subject, lied, options);
}

function tell(name: string, subject: Subject, lied: Lied, { plans, witness }: LiarOptions): TransportResponse {
  plans.told(subject);
  witness.lied(name, lied);
  return { status: lied.answer.status, body: again([lied.answer.body]) };
}

function asksForTheListAlone({ path, body }: TransportRequest): boolean {
  const asked = path.endsWith("/pull") ? decode(pullRequest, body ?? new Uint8Array()) : null;
  return asked?.ok === true && asked.value.pairsOnly === true;
}

const withoutPairs = async ({ status, body }: WholeAnswer): Promise<Bytes> =>
  status === 200 ? streamOf((await framesOf(body)).filter(({ kind }) => kind !== "pairs")) : body;

async function wholeOf(body: TransportResponse["body"]): Promise<{ readonly chunks: readonly Bytes[]; readonly cut: Cut | null }> {
  const chunks: Bytes[] = [];
  try {
    for await (const chunk of body) chunks.push(chunk);
    return { chunks, cut: null };
  } catch (failure) {
    if (failure instanceof Cut) return { chunks, cut: failure };
    throw failure;
  }
}

async function* again(chunks: readonly Bytes[], cut: Cut | null = null): TransportResponse["body"] {
  yield* chunks;
  if (cut !== null) throw cut;
}
