// What goes wrong with a server and its disk: an older copy put back in its place, an empty one, and bytes that rot. Each answers with the
// server that stands there then.

import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { listenOf, type Server, serve } from "./program.ts";
import type { Room } from "./sit.ts";

type Place = Pick<Room, "server" | "path">;

const again = ({ server, path }: Place): Promise<Server> => serve(path("server"), { web: true, listen: listenOf(server.url) });

/** A copy is made of the server, things go on, and the copy is put back in its place. */
export async function putBack(place: Place, meanwhile: () => Promise<void>): Promise<Server> {
  const { server, path } = place;
  await server.stop();
  rmSync(path("copy"), { recursive: true, force: true });
  cpSync(path("server"), path("copy"), { recursive: true });
  const later = await again(place);
  await meanwhile();
  await later.kill();
  rmSync(path("server"), { recursive: true });
  cpSync(path("copy"), path("server"), { recursive: true });
  return again(place);
}

/** An empty server takes the place of the one that was there. */
export async function emptied(place: Place): Promise<Server> {
  await place.server.kill();
  rmSync(place.path("server"), { recursive: true });
  return again(place);
}

/** What comes to the server meanwhile is not kept as it was sent. */
export async function rotten(place: Place, meanwhile: () => Promise<void>): Promise<Server> {
  const before = newest(place);
  await meanwhile();
  await place.server.stop();
  const database = databaseOf(place);
  database.prepare("update revision set revision = zeroblob(length(revision)) where seq > ?").run(before);
  database.close();
  return again(place);
}

const databaseOf = ({ path }: Place): DatabaseSync => new DatabaseSync(join(path("server"), "holdfast.sqlite"));

function newest(place: Place): number {
  const database = databaseOf(place);
  const seq = Number(database.prepare("select max(seq) as seq from revision").get()?.seq);
  database.close();
  return seq;
}
