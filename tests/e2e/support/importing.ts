// The way into the window that imports, with a file that is chosen there.

import type { Seat } from "./seat.ts";

export async function importing(seat: Seat, file: string): Promise<void> {
  await seat.menu("Settings");
  await seat.dialog("Settings").getByRole("tab", { name: "Import and export" }).click();
  await seat.button("Import", seat.dialog("Settings")).click();
  const chosen = seat.page.waitForEvent("filechooser");
  await seat.button("Choose a file").click();
  await (await chosen).setFiles(file);
}
