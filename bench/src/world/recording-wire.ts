// A wire that counts: a TCP relay between a client and the server that notes every byte of both directions, heads of HTTP included, and
// how often the direction turned. What is counted here is what a network carries, whatever either end believes.

import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

export interface Counted {
  readonly up: number;
  readonly down: number;
  /** How often something went up after something came down, or as the first: one for each question. */
  readonly roundTrips: number;
}

export class RecordingWire {
  readonly url: string;
  readonly #server: Server;
  readonly #open = new Set<Socket>();
  #target = 0;
  #up = 0;
  #down = 0;
  #roundTrips = 0;
  #goingUp = false;

  private constructor(server: Server) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on("connection", (socket) => this.#relay(socket));
  }

  /** Listens at `url`; `to` says later where it leads, since the server has to know the wire's address first. */
  static open(): Promise<RecordingWire> {
    const server = createServer();
    return new Promise((resolve) => {
      server.listen(0, "127.0.0.1", () => resolve(new RecordingWire(server)));
    });
  }

  to(url: string): void {
    this.#target = Number(new URL(url).port);
  }

  /** What went through since the last call. */
  take(): Counted {
    const counted = { up: this.#up, down: this.#down, roundTrips: this.#roundTrips };
    this.#up = 0;
    this.#down = 0;
    this.#roundTrips = 0;
    this.#goingUp = false;
    return counted;
  }

  #relay(client: Socket): void {
    const server = connect(this.#target, "127.0.0.1");
    for (const socket of [client, server]) {
      socket.setNoDelay(true);
      this.#open.add(socket);
      socket.on("close", () => this.#open.delete(socket));
      socket.on("error", () => socket.destroy());
    }
    client.on("data", (bytes) => this.#countUp(bytes.length));
    server.on("data", (bytes) => this.#countDown(bytes.length));
    client.pipe(server);
    server.pipe(client);
  }

  #countUp(bytes: number): void {
    this.#up += bytes;
    if (!this.#goingUp) this.#roundTrips++;
    this.#goingUp = true;
  }

  #countDown(bytes: number): void {
    this.#down += bytes;
    this.#goingUp = false;
  }

  close(): Promise<void> {
    for (const socket of this.#open) socket.destroy();
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
    });
  }
}
