import { type Bytes, concat, utf8 } from "@holdfast/protocol";
import { describe, expect, it } from "vitest";
import { Cut, type TransportRequest } from "../sync/transport.ts";
import { type AppHooks, appTransport, type Exchange } from "./app-transport.ts";

const origin = "https://vault.example.org";
const request: TransportRequest = { method: "POST", path: "/v1/push", token: "dG9rZW4", ifMatch: "ab12", body: utf8("a body") };

/** A server that answers with what it got. */
const echo = async (asked: Request): Promise<Response> => {
  const { authorization, "if-match": ifMatch } = Object.fromEntries(asked.headers);
  return new Response(`${asked.method} ${asked.url} ${authorization} ${ifMatch} ${await asked.text()}`, { status: 201 });
};
const echoed = `POST ${origin}/v1/push Bearer dG9rZW4 "ab12" a body`;

async function whole(body: AsyncIterable<Bytes>): Promise<string> {
  const chunks: Bytes[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return new TextDecoder().decode(concat(...chunks));
}

async function sent(hooks: AppHooks = {}, asked = request): Promise<string> {
  const outcome = await appTransport(origin, echo, hooks).send(asked);
  return "type" in outcome ? outcome.why : `${outcome.status} ${await whole(outcome.body)}`;
}

describe("appTransport", () => {
  it("brings a request to the server and its answer back, both kept and counted", async () => {
    const record: Exchange[] = [];
    const transport = appTransport(origin, echo, { record });
    const outcome = await transport.send(request);
    expect("type" in outcome ? outcome : await whole(outcome.body)).toBe(echoed);
    expect(record).toEqual(transport.exchanges);
    const [exchange] = record;
    expect(exchange).toMatchObject({
      method: "POST",
      path: "/v1/push",
      requestBody: utf8("a body"),
      status: 201,
      answerBody: utf8(echoed),
    });
    expect(exchange?.head).toContain("authorization: Bearer dG9rZW4\r\n");
    const up = (exchange?.head.length ?? 0) + "a body".length;
    const down = (exchange?.answerHead.length ?? 0) + echoed.length;
    expect(transport.traffic).toEqual({ requests: 1, bytesUp: up, bytesDown: down });
  });

  it("sends a GET without a body", async () => {
    expect(await sent({}, { method: "GET", path: "/healthz", token: null })).toBe(`201 GET ${origin}/healthz undefined undefined `);
  });

  it("drops a request: the server never hears of it", async () => {
    const record: Exchange[] = [];
    expect(await sent({ record, request: () => ({ type: "unreachable", why: "offline" }) })).toBe("offline");
    expect(record).toEqual([]);
  });

  it("drops an answer: the server has done its part", async () => {
    const record: Exchange[] = [];
    expect(await sent({ record, answer: () => ({ type: "unreachable", why: "timeout" }) })).toBe("timeout");
    expect(record).toHaveLength(1);
  });

  it("alters and delays both", async () => {
    let delayed = false;
    const hooks: AppHooks = {
      request: async (asked) => {
        await new Promise(setImmediate);
        delayed = true;
        return { ...asked, body: utf8("another body") };
      },
      answer: ({ body }, asked) => ({ status: 500, body: concat(body, utf8(` to ${asked.path}`)) }),
    };
    expect(await sent(hooks)).toBe(`500 ${echoed.replace("a body", "another body")} to /v1/push`);
    expect(delayed).toBe(true);
  });

  it("cuts an answer after as many bytes as asked", async () => {
    const answer: AppHooks["answer"] = (given) => ({ ...given, cutAfter: 4 });
    const outcome = await appTransport(origin, echo, { answer }).send(request);
    const seen: Bytes[] = [];
    const reading = async () => {
      if ("type" in outcome) return;
      for await (const chunk of outcome.body) seen.push(chunk);
    };
    await expect(reading()).rejects.toBeInstanceOf(Cut);
    expect(new TextDecoder().decode(concat(...seen))).toBe("POST");
  });

  it("gives a large answer in several chunks", async () => {
    const large = new Uint8Array(100_000).fill(7);
    const outcome = await appTransport(origin, () => new Response(large)).send(request);
    const chunks: Bytes[] = [];
    if (!("type" in outcome)) for await (const chunk of outcome.body) chunks.push(chunk);
    expect(chunks.length).toBeGreaterThan(3);
    expect(concat(...chunks)).toEqual(large);
  });

  it("looks its hooks up each time", async () => {
    const hooks: AppHooks = {};
    const transport = appTransport(origin, echo, hooks);
    hooks.request = () => ({ type: "unreachable", why: "offline" });
    expect(await transport.send(request)).toEqual({ type: "unreachable", why: "offline" });
    hooks.request = undefined;
    expect(await transport.send(request)).toMatchObject({ status: 201 });
  });
});
