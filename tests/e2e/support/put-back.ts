// What goes wrong with a server and its disk: an older copy put back in its place, or an empty one.

import { cpSync, rmSync } from "node:fs";
import { listenOf, serve } from "./program.ts";
import type { Room } from "./sit.ts";

type Place = Pick<Room, "server" | "path">;

/** A copy is made of the server, things go on, and the copy is put back in its place. */
export async function putBack({ server, path }: Place, meanwhile: () => Promise<void>): Promise<void> {
  const again = { web: true, listen: listenOf(server.url) };
  await server.stop();
  cpSync(path("server"), path("copy"), { recursive: true });
  const later = await serve(path("server"), again);
  await meanwhile();
  await later.kill();
  rmSync(path("server"), { recursive: true });
  cpSync(path("copy"), path("server"), { recursive: true });
  await serve(path("server"), again);
}

/** An empty server takes the place of the one that was there. */
export async function emptied({ server, path }: Place): Promise<void> {
  await server.kill();
  rmSync(path("server"), { recursive: true });
  await serve(path("server"), { web: true, listen: listenOf(server.url) });
}
