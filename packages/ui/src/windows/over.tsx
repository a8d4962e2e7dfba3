// The window over the others that the place asks for; none most of the time. Windows that few visits open are fetched when they are first wanted.

import { lazy, type ReactNode, Suspense } from "react";
import { Boundary } from "../parts/boundary.tsx";
import { Window } from "../parts/dialog.tsx";
import { NotShown } from "../parts/not-shown.tsx";
import { type Over, usePlace, usePlaces } from "../state/place.tsx";
import { useWorld } from "../state/use-world.tsx";
import { useTexts } from "../text/texts.tsx";
import { SynchronizationWindow } from "./synchronization/synchronization-window.tsx";

const AboutWindow = lazy(async () => ({ default: (await import("./settings/about.tsx")).AboutWindow }));
const ExportWindow = lazy(async () => ({ default: (await import("./tools/export-window.tsx")).ExportWindow }));
const GeneratorWindow = lazy(async () => ({ default: (await import("./tools/generator-window.tsx")).GeneratorWindow }));
const ImportWindow = lazy(async () => ({ default: (await import("./tools/import-window.tsx")).ImportWindow }));
const KitOver = lazy(async () => ({ default: (await import("./kit/kit-over.tsx")).KitOver }));
const SettingsWindow = lazy(async () => ({ default: (await import("./settings/settings-window.tsx")).SettingsWindow }));
const SetupCodeWindow = lazy(async () => ({ default: (await import("./kit/setup-code-window.tsx")).SetupCodeWindow }));

export function Windows() {
  const over = usePlace((place) => place.over);
  const places = usePlaces();
  const open = useWorld((world) => world.stage.stage === "open");
  if (over === null) return null;
  const close = (): void => places.leave({ over: null });
  return (
    <Boundary key={over.over} otherwise={<NotLoaded close={close} />}>
      <Suspense fallback={null}>{windowOf(over, open, close)}</Suspense>
    </Boundary>
  );
}

function windowOf(over: Over, open: boolean, close: () => void): ReactNode {
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

/** The part of the app that draws the window could not be fetched, or failed. */
function NotLoaded({ close }: { readonly close: () => void }) {
  const { common } = useTexts();
  return (
    <Window title={common.notShown} close={close}>
      <div className="dialog-body stack">
        <NotShown />
      </div>
    </Window>
  );
}
