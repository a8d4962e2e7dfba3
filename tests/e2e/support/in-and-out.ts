// The ways into what goes in and out: the window that imports, with a file that is chosen there; the one that exports; a setup code.

import { mainPassword, type Seat } from "./seat.ts";

export async function importing(seat: Seat, file: string): Promise<void> {
  await seat.settings("Import and export");
  await seat.button("Import", seat.dialog("Settings")).click();
  const chosen = seat.page.waitForEvent("filechooser");
  await seat.button("Choose a file").click();
  await (await chosen).setFiles(file);
}

export async function exporting(seat: Seat): Promise<void> {
  await seat.settings("Import and export");
  await seat.button("Export", seat.dialog("Settings")).click();
}

/** Shows a setup code. `asked`: what is done before the main password is typed. */
export async function setupCode(seat: Seat, asked: () => Promise<void> = async () => {}): Promise<string> {
  await seat.settings("Security");
  await seat.button("Show a setup code", seat.dialog("Settings")).click();
  await seat.box("Main password").fill(mainPassword);
  await asked();
  await seat.page.keyboard.press("Enter");
  return (await seat.page.getByText(/^HFS1-/).innerText()).replace(/\s/g, "");
}
