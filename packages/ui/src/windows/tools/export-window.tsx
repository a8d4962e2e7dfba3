// Export, behind the main password: a sealed backup, or a readable file that says plainly what it is.

import { passwordMinimum } from "@holdfast/core";
import { useState } from "react";
import { Button } from "../../parts/button.tsx";
import { Choice } from "../../parts/choice.tsx";
import { Window } from "../../parts/dialog.tsx";
import { Notice } from "../../parts/notice.tsx";
import { TextBox } from "../../parts/text-box.tsx";
import { useToasts } from "../../parts/toasts.tsx";
import { useReach, useWorld } from "../../state/use-world.tsx";
import { useTexts } from "../../text/texts.tsx";

interface Typed {
  readonly kind: "sealed" | "plain";
  readonly backup: string;
  readonly repeat: string;
  readonly password: string;
}
type Wrong = { readonly field: "backup" | "repeat" | "password" | "all"; readonly sentence: string };

export function ExportWindow({ close }: { readonly close: () => void }) {
  const { exporting } = useTexts();
  return (
    <Window title={exporting.title} close={close}>
      <div className="dialog-body">
        <ExportForm close={close} />
      </div>
    </Window>
  );
}

function ExportForm({ close }: { readonly close: () => void }) {
  const { device, platform } = useReach();
  const { common, exporting, troubles } = useTexts();
  const toasts = useToasts();
  const [typed, setTyped] = useState<Typed>({ kind: "sealed", backup: "", repeat: "", password: "" });
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<Wrong | null>(null);
  const at = (field: Wrong["field"]): string | null => (wrong?.field === field ? wrong.sentence : null);
  const set = (part: Partial<Typed>): void => setTyped((before) => ({ ...before, ...part }));
  const sealed = typed.kind === "sealed";
  const submit = async (): Promise<void> => {
    if (busy) return;
    if (sealed && typed.backup.length < passwordMinimum)
      return setWrong({ field: "backup", sentence: exporting.tooShort(passwordMinimum) });
    if (sealed && typed.backup !== typed.repeat) return setWrong({ field: "repeat", sentence: troubles.passwordsDiffer });
    if (typed.password === "") return setWrong({ field: "password", sentence: troubles.required });
    setBusy(true);
    setWrong(null);
    try {
      const made = await device.exportVault(typed.password, sealed ? typed.backup : null);
      if (made.ok) {
        platform.saveFile(exporting.fileName(new Date().toISOString().slice(0, 10), sealed), made.value);
        toasts.show({ text: exporting.saved, icon: "check" });
        return close();
      }
      if (made.error.type === "wrong-secrets") setWrong({ field: "password", sentence: troubles.wrongPassword });
      else setWrong({ field: "backup", sentence: exporting.tooShort(passwordMinimum) });
    } catch {
      setWrong({ field: "all", sentence: common.failed });
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      className="stack"
      aria-label={exporting.title}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Choice
        label={exporting.kind}
        value={typed.kind}
        change={(kind) => set({ kind })}
        options={[
          { value: "sealed", text: exporting.sealed },
          { value: "plain", text: exporting.plain },
        ]}
      />
      {sealed ? (
        <BackupPassword typed={typed} set={set} at={at} />
      ) : (
        <Notice tone="attention" icon="info">
          {exporting.plainAbout}
        </Notice>
      )}
      <Password label={exporting.mainPassword} value={typed.password} change={(password) => set({ password })} error={at("password")} />
      {at("all") === null ? null : <p role="alert">{at("all")}</p>}
      <Writing />
      <div className="line">
        <Button look="primary" type="submit" busy={busy}>
          {exporting.save}
        </Button>
      </div>
    </form>
  );
}

interface BackupOptions {
  readonly typed: Typed;
  readonly set: (part: Partial<Typed>) => void;
  readonly at: (field: Wrong["field"]) => string | null;
}

function BackupPassword({ typed, set, at }: BackupOptions) {
  const { exporting } = useTexts();
  return (
    <>
      <p className="quiet small">{exporting.sealedAbout}</p>
      <Password label={exporting.backupPassword} value={typed.backup} change={(backup) => set({ backup })} error={at("backup")} fresh />
      <Password label={exporting.backupRepeat} value={typed.repeat} change={(repeat) => set({ repeat })} error={at("repeat")} fresh />
    </>
  );
}

interface PasswordOptions {
  readonly label: string;
  readonly value: string;
  readonly change: (value: string) => void;
  readonly error: string | null;
  readonly fresh?: boolean;
}

function Password({ label, value, change, error, fresh = false }: PasswordOptions) {
  const { common } = useTexts();
  return (
    <TextBox
      label={label}
      value={value}
      change={change}
      concealed={{ show: `${common.show} ${label}`, hide: `${common.hide} ${label}` }}
      autoComplete={fresh ? "new-password" : "current-password"}
      error={error}
    />
  );
}

function Writing() {
  const { exporting } = useTexts();
  const progress = useWorld((world) => world.progress.export);
  if (progress === undefined || progress.done >= progress.total) return null;
  return (
    <progress className="thick" value={progress.done} max={progress.total} aria-label={exporting.working(progress.done, progress.total)} />
  );
}
