// What a release leaves behind, for every later version to open: two replicas, the server's folder, what went over the wire, and
// an export. Made once per release by tests/support/make-release-fixture.ts, frozen under tests/upgrade/<version>/.

import type { Transport } from "@holdfast/core";
import { httpTransport } from "@holdfast/core/adapters/http-transport";
import { type NodeHome, openNodeHome } from "@holdfast/core/adapters/node-home";
import { toHex } from "@holdfast/protocol";

/** Known to everybody: it opens nothing but these fixtures. */
export const releasePassword = "a release is forever";
/** What the fixtures' server calls itself, wherever a test runs it. */
export const releaseOrigin = "https://holdfast.example";
export const releaseAccount = "release@holdfast.example";

/** One request and its answer, as they went over the wire. Bytes are hex. */
export interface Recorded {
  readonly path: string;
  readonly request: string;
  readonly status: number;
  readonly answer: string;
}

/** A device's folder that reaches the server at `url` under the fixtures' origin. */
export function releaseHome(folder: string, url: string, recorded: Recorded[] = []): Promise<NodeHome> {
  return openNodeHome(folder, { connect: () => renamed(httpTransport(url), recorded) });
}

function renamed(real: Transport, recorded: Recorded[]): Transport {
  return {
    origin: releaseOrigin,
    traffic: real.traffic,
    send: async (request) => {
      const answer = await real.send(request);
      if ("type" in answer) return answer;
      const chunks: Uint8Array[] = [];
      for await (const chunk of answer.body) chunks.push(chunk);
      const body = Buffer.concat(chunks);
      recorded.push({ path: request.path, request: toHex(request.body ?? new Uint8Array(0)), status: answer.status, answer: toHex(body) });
      return { status: answer.status, body: once(body) };
    },
  };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield new Uint8Array(bytes);
}
