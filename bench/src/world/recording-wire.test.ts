import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { RecordingWire } from "./recording-wire.ts";

const closing: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** A wire to a server that answers each byte with `answer`. */
async function wireTo(answer: string) {
  const server = createServer((socket) => socket.on("data", (bytes) => socket.write(answer.repeat(bytes.length))));
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  closing.push(() => void server.close());
  const wire = await RecordingWire.open();
  closing.push(() => wire.close());
  wire.to(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const client = connect(Number(new URL(wire.url).port), "127.0.0.1");
  await once(client, "connect");
  closing.push(() => void client.destroy());
  const ask = async (bytes: string): Promise<string> => {
    client.write(bytes);
    const [answered] = await once(client, "data");
    return String(answered);
  };
  return { wire, ask };
}

describe("RecordingWire", () => {
  it("carries and counts every byte of both directions", async () => {
    const { wire, ask } = await wireTo("xyz");
    expect(await ask("ab")).toBe("xyzxyz");
    expect(wire.take()).toEqual({ up: 2, down: 6, roundTrips: 1 });
  });

  it("counts a round trip for each question, and anew after each look", async () => {
    const { wire, ask } = await wireTo("y");
    await ask("1");
    await ask("2");
    expect(wire.take().roundTrips).toBe(2);
    expect(wire.take()).toEqual({ up: 0, down: 0, roundTrips: 0 });
    await ask("345");
    expect(wire.take()).toEqual({ up: 3, down: 3, roundTrips: 1 });
  });
});
