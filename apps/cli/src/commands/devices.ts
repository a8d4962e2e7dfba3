// holdfast devices: the devices of the account, and when each last synchronized by the server's word. Asked anew where the server can be
// reached and synchronization is on; else as it was last told.

import { columns } from "../columns.ts";
import { answer, type Command } from "../command.ts";
import { deviceCells, deviceView } from "../device-view.ts";
import { done } from "../exit.ts";
import { withClient } from "../open.ts";

export const devicesCommand: Command = {
  name: "devices",
  usage: ["devices"],
  summary: "Lists the devices of the account.",
  positionals: [0, 0],
  options: {},
  run: (context) =>
    withClient(context, async ({ client }) => {
      if ((await client.status()).enabled) await client.refreshDevices();
      const { devices } = await client.status();
      answer(context, devices.map(deviceView), () =>
        columns(devices.map(deviceCells), context.terminal.width)
          .map((line) => `${line}\n`)
          .join(""),
      );
      return done;
    }),
};
