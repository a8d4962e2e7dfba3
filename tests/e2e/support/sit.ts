// Seats for a test: they are given up when it ends, and nobody may have done what they may not.

import { expect, onTestFinished } from "vitest";
import { type Server, serve, testFolder } from "./program.ts";
import { Seat, type SeatOptions } from "./seat.ts";

/** What `read` answers sooner or later; a busy machine decides no test. */
export const soon = <T>(read: () => Promise<T>) => expect.poll(read, { timeout: 120_000 });

/** Sits down for the rest of the test. */
export async function sit(options: SeatOptions): Promise<Seat> {
  const seat = await Seat.take(options);
  onTestFinished(async () => {
    await seat.leave();
    expect(seat.faults).toEqual([]);
  });
  return seat;
}

/** A server with the windows, and a folder for the profiles of those who come. */
export interface Room {
  readonly server: Server;
  readonly path: (name: string) => string;
  /** Sits down at a browser of this room. */
  readonly sit: (profile: string, options?: Partial<SeatOptions>) => Promise<Seat>;
}

export async function room(): Promise<Room> {
  const folder = testFolder();
  const server = await serve(folder.path("server"), { web: true });
  return {
    server,
    path: folder.path,
    sit: (profile, options = {}) => sit({ profile: folder.path(profile), url: server.url, ...options }),
  };
}

/** Two devices of one account, and a login "Bank" of kim's that was added on the laptop. `sit`: for further ones. */
export async function twoDevices(account: string) {
  const { sit } = await room();
  const laptop = await sit("laptop");
  const secretKey = await laptop.createAccount(account);
  await laptop.add("Login", { Title: "Bank", Username: "kim" });
  await laptop.upToDate();
  const other = await sit("other");
  await other.signIn(account, secretKey);
  return { sit, laptop, other };
}
