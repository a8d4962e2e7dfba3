// Taking an import back: what goes to the trash is told, and where it is much of the vault the person is asked first.

import { isMuch } from "@holdfast/core";
import { useState } from "react";
import { Button } from "../../parts/button.tsx";
import { Confirm } from "../../parts/confirm.tsx";
import { useReach, useWorld } from "../../state/use-world.tsx";
import { useTexts } from "../../text/texts.tsx";

export interface UndoImportOptions {
  readonly id: string;
  /** How many items of it would go. */
  readonly count: number;
  /** What the button says, and what it is called where that is not enough. */
  readonly text: string;
  readonly name?: string;
  readonly small?: boolean;
  readonly done: (undone: { readonly removed: number; readonly kept: number }) => void;
  readonly failed: () => void;
}

export function UndoImport({ id, count, text, name, small = false, done, failed }: UndoImportOptions) {
  const { device } = useReach();
  const { main } = useTexts();
  const all = useWorld((world) => world.counts.all);
  const [busy, setBusy] = useState(false);
  const [asking, ask] = useState(false);
  const undo = async (): Promise<void> => {
    setBusy(true);
    try {
      done(await device.undoImport(id));
    } catch {
      failed();
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Button
        icon="undo"
        busy={busy}
        {...(small ? { size: "small" as const } : {})}
        {...(name === undefined ? {} : { name })}
        press={() => (isMuch(count, all) ? ask(true) : void undo())}
      >
        {text}
      </Button>
      {asking ? (
        <Confirm
          title={main.trashMuch(count)}
          text={main.trashMuchAbout(count, all)}
          act={main.toTrash}
          go={() => void undo()}
          close={() => ask(false)}
        />
      ) : null}
    </>
  );
}
