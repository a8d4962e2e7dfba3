// The window over the others that the place asks for; none most of the time.

import { usePlace, usePlaces } from "../state/place.tsx";
import { useWorld } from "../state/use-world.tsx";
import { KitOver } from "./kit/kit-over.tsx";
import { SetupCodeWindow } from "./kit/setup-code-window.tsx";
import { AboutWindow } from "./settings/about.tsx";
import { SettingsWindow } from "./settings/settings-window.tsx";
import { SynchronizationWindow } from "./synchronization/synchronization-window.tsx";
import { ExportWindow } from "./tools/export-window.tsx";
import { GeneratorWindow } from "./tools/generator-window.tsx";
import { ImportWindow } from "./tools/import-window.tsx";

export function Windows() {
  const over = usePlace((place) => place.over);
  const places = usePlaces();
  const open = useWorld((world) => world.stage.stage === "open");
  if (over === null) return null;
  const close = (): void => places.leave({ over: null });
  switch (over.over) {
    case "synchronization":
      return <SynchronizationWindow close={close} />;
    case "settings":
      return <SettingsWindow section={over.section} close={close} />;
    case "about":
      return <AboutWindow close={close} />;
    case "kit":
      return open ? <KitOver first={over.first === true} close={close} /> : null;
    case "setup-code":
      return open ? <SetupCodeWindow close={close} /> : null;
    case "generator":
      return open ? <GeneratorWindow close={close} /> : null;
    case "import":
      return open ? <ImportWindow close={close} /> : null;
    case "export":
      return open ? <ExportWindow close={close} /> : null;
  }
}
