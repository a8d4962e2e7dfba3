// The window over the others that the place asks for; none most of the time. Windows that few visits open are fetched when they are first wanted.

import type { ReactNode } from "react";
import { Boundary } from "../parts/boundary.tsx";
import { Window } from "../parts/dialog.tsx";
import { Fetched, part } from "../parts/fetched.tsx";
import { NotShown } from "../parts/not-shown.tsx";
import { type Over, usePlace, usePlaces } from "../state/place.tsx";
import { useWorld } from "../state/use-world.tsx";
import { useTexts } from "../text/texts.tsx";
import { SynchronizationWindow } from "./synchronization/synchronization-window.tsx";

const aboutWindow = part("about", async () => (await import("./settings/about.tsx")).AboutWindow);
const exportWindow = part("export-window", async () => (await import("./tools/export-window.tsx")).ExportWindow);
const generatorWindow = part("generator-window", async () => (await import("./tools/generator-window.tsx")).GeneratorWindow);
const importWindow = part("import-window", async () => (await import("./tools/import-window.tsx")).ImportWindow);
const kitOver = part("kit-over", async () => (await import("./kit/kit-over.tsx")).KitOver);
const settingsWindow = part("settings-window", async () => (await import("./settings/settings-window.tsx")).SettingsWindow);
const setupCodeWindow = part("setup-code-window", async () => (await import("./kit/setup-code-window.tsx")).SetupCodeWindow);

export function Windows() {
  const over = usePlace((place) => place.over);
  const places = usePlaces();
  const open = useWorld((world) => world.stage.stage === "open");
  if (over === null) return null;
  const close = (): void => places.leave({ over: null });
  return (
    <Boundary key={over.over} otherwise={<NotDrawn close={close} />}>
      {windowOf(over, open, close)}
    </Boundary>
  );
}

function windowOf(over: Over, open: boolean, close: () => void): ReactNode {
  const options = { close };
  switch (over.over) {
    case "synchronization":
      return <SynchronizationWindow close={close} />;
    case "settings":
      return <Fetched of={settingsWindow} options={{ section: over.section, close }} close={close} />;
    case "about":
      return <Fetched of={aboutWindow} options={options} close={close} />;
    case "kit":
      return open ? <Fetched of={kitOver} options={{ first: over.first === true, close }} close={close} /> : null;
    case "setup-code":
      return open ? <Fetched of={setupCodeWindow} options={options} close={close} /> : null;
    case "generator":
      return open ? <Fetched of={generatorWindow} options={options} close={close} /> : null;
    case "import":
      return open ? <Fetched of={importWindow} options={options} close={close} /> : null;
    case "export":
      return open ? <Fetched of={exportWindow} options={options} close={close} /> : null;
  }
}

/** The part of the app that draws the window failed. */
function NotDrawn({ close }: { readonly close: () => void }) {
  const { common } = useTexts();
  return (
    <Window title={common.notShown} close={close}>
      <div className="dialog-body stack">
        <NotShown />
      </div>
    </Window>
  );
}
