// Import and export, and what was imported before, to be taken back.

import { useEffect, useState } from "react";
import type { PastImportView } from "../../device/port.ts";
import { Button } from "../../parts/button.tsx";
import { useToasts } from "../../parts/toasts.tsx";
import { usePlaces } from "../../state/place.tsx";
import { useReach, useWorld } from "../../state/use-world.tsx";
import { useTexts } from "../../text/texts.tsx";
import { UndoImport } from "../tools/undo-import.tsx";

export function ImportExportSettings() {
  const { settings } = useTexts();
  const places = usePlaces();
  return (
    <>
      <fieldset className="set">
        <legend>{settings.importExport}</legend>
        <div className="stack">
          <div className="pair">
            <p className="quiet small">{settings.importAbout}</p>
            <Button icon="import" press={() => places.stay({ over: { over: "import" } })}>
              {settings.import}
            </Button>
          </div>
          <div className="pair">
            <p className="quiet small">{settings.exportAbout}</p>
            <Button press={() => places.stay({ over: { over: "export" } })}>{settings.export}</Button>
          </div>
        </div>
      </fieldset>
      <PastImports />
    </>
  );
}

function PastImports() {
  const { device } = useReach();
  const { common, settings, time } = useTexts();
  const toasts = useToasts();
  const changed = useWorld((world) => world.order.any);
  const [imports, setImports] = useState<readonly PastImportView[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when the vault has changed
  useEffect(() => {
    let wanted = true;
    device.imports().then(
      (told) => wanted && setImports(told),
      () => {},
    );
    return () => {
      wanted = false;
    };
  }, [device, changed]);
  if (imports.length === 0) return null;
  return (
    <fieldset className="set">
      <legend>{settings.pastImports}</legend>
      <ul className="group">
        {imports.map(({ id, at, untouched, edited }) => (
          <li key={id} className="pair past-import">
            <span>
              {time.dateAndTime(at)} <span className="quiet">{settings.pastImport(untouched + edited)}</span>
            </span>
            <UndoImport
              id={id}
              count={untouched}
              text={settings.undoImport}
              name={settings.undoImportNamed(time.dateAndTime(at))}
              small
              done={({ removed, kept }) => toasts.show({ text: settings.importUndone(removed, kept), icon: "undo" })}
              failed={() => toasts.show({ text: common.failed, icon: "info", stays: true })}
            />
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
