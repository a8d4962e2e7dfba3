// Import and export, and what was imported before, to be taken back.

import { useEffect, useState } from "react";
import type { PastImportView } from "../../device/port.ts";
import { Button } from "../../parts/button.tsx";
import { useToasts } from "../../parts/toasts.tsx";
import { usePlaces } from "../../state/place.tsx";
import { useReach, useWorld } from "../../state/use-world.tsx";
import { useTexts } from "../../text/texts.tsx";

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
  const changed = useWorld((world) => world.order);
  const [imports, setImports] = useState<readonly PastImportView[]>([]);
  const [busy, setBusy] = useState<string | null>(null);
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
  const takeBack = async (id: string): Promise<void> => {
    setBusy(id);
    try {
      const { removed, kept } = await device.undoImport(id);
      toasts.show({ text: settings.importUndone(removed, kept), icon: "undo" });
    } catch {
      toasts.show({ text: common.failed, icon: "info", stays: true });
    } finally {
      setBusy(null);
    }
  };
  return (
    <fieldset className="set">
      <legend>{settings.pastImports}</legend>
      <ul className="group">
        {imports.map(({ id, at, untouched, edited }) => (
          <li key={id} className="pair past-import">
            <span>
              {time.dateAndTime(at)} <span className="quiet">{settings.pastImport(untouched + edited)}</span>
            </span>
            <Button size="small" name={settings.undoImportNamed(time.dateAndTime(at))} busy={busy === id} press={() => void takeBack(id)}>
              {settings.undoImport}
            </Button>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
