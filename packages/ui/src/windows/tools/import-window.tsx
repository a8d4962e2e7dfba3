// Import: a file is chosen, looked at, and only then taken; what it added can be taken back as a whole.

import { useState } from "react";
import type { ImportPreview, ImportReport, ImportTrouble } from "../../device/port.ts";
import { Button } from "../../parts/button.tsx";
import { Window } from "../../parts/dialog.tsx";
import { Notice } from "../../parts/notice.tsx";
import { useReach } from "../../state/use-world.tsx";
import { useTexts } from "../../text/texts.tsx";
import { BackupPasswordForm } from "./backup-password-form.tsx";
import { ImportDone, ImportPreviewPart } from "./import-parts.tsx";

type Bytes = Parameters<ReturnType<typeof useReach>["device"]["readImport"]>[0];

type Step =
  | { readonly step: "choose" }
  | { readonly step: "reading" }
  | { readonly step: "backup"; readonly file: Bytes; readonly wrong: boolean }
  | { readonly step: "preview"; readonly preview: ImportPreview }
  | { readonly step: "done"; readonly report: ImportReport };

export function ImportWindow({ close }: { readonly close: () => void }) {
  const { importing } = useTexts();
  return (
    <Window title={importing.title} close={close}>
      <div className="dialog-body">
        <ImportSteps />
      </div>
    </Window>
  );
}

function ImportSteps() {
  const { device, platform } = useReach();
  const { common, importing } = useTexts();
  const [step, setStep] = useState<Step>({ step: "choose" });
  const [trouble, setTrouble] = useState<string | null>(null);
  const failed = (file: Bytes, error: ImportTrouble): void => {
    const backup = error.type === "backup-password-needed" || error.type === "backup-wrong-password";
    if (!backup) setTrouble(importing.trouble(error));
    setStep(backup ? { step: "backup", file, wrong: error.type === "backup-wrong-password" } : { step: "choose" });
  };
  const read = async (file: Bytes, backupPassword: string | null): Promise<void> => {
    setTrouble(null);
    setStep({ step: "reading" });
    try {
      const found = await device.readImport(file, backupPassword);
      if (found.ok) setStep({ step: "preview", preview: found.value });
      else failed(file, found.error);
    } catch {
      setTrouble(common.failed);
      setStep({ step: "choose" });
    }
  };
  const choose = async (): Promise<void> => {
    const file = await platform.chooseFile(".json,.csv,.txt,.holdfast");
    if (file !== null) await read(file.bytes, null);
  };
  switch (step.step) {
    case "choose":
      return (
        <div className="stack">
          <p>{importing.about}</p>
          {trouble === null ? null : (
            <Notice tone="danger" icon="info" alert>
              {trouble}
            </Notice>
          )}
          <div className="line">
            <Button look="primary" icon="import" press={() => void choose()}>
              {importing.choose}
            </Button>
          </div>
        </div>
      );
    case "reading":
      return (
        <p role="status" aria-busy="true">
          {importing.reading}
        </p>
      );
    case "backup":
      return <BackupPasswordForm wrong={step.wrong} open={(password) => void read(step.file, password)} />;
    case "preview":
      return (
        <ImportPreviewPart
          preview={step.preview}
          taken={(report) => setStep({ step: "done", report })}
          failed={(sentence) => {
            setTrouble(sentence);
            setStep({ step: "choose" });
          }}
          another={() => void choose()}
        />
      );
    case "done":
      return <ImportDone report={step.report} another={() => setStep({ step: "choose" })} />;
  }
}
