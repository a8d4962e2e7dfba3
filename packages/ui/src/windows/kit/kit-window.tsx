// The emergency kit: to print, to save, to copy. Right after an account was made, its last letters are asked for, which shows that what was
// kept can be found and read. The vault is open already and loses nothing if this window is closed by a crash; the check stays owed.

import type { EmergencyKit } from "@holdfast/core";
import { kitText } from "@holdfast/core";
import { type ReactNode, useState } from "react";
import { Dialog, Modal, ModalOverlay } from "react-aria-components";
import { Button } from "../../parts/button.tsx";
import { Mark } from "../../parts/icon.tsx";
import { TextBox } from "../../parts/text-box.tsx";
import { useToasts } from "../../parts/toasts.tsx";
import { useReach } from "../../state/use-world.tsx";
import { useTexts } from "../../text/texts.tsx";
import { KitPage } from "./kit-page.tsx";
import { drawnText, kitPdf } from "./kit-pdf.ts";

interface KitWindowOptions {
  /** null until it is there. */
  readonly kit: EmergencyKit | null;
  /** The check that it was kept: right after the account was made it is the only way on; owed since then, it may wait; null where it was done. */
  readonly check: "first" | "owed" | null;
  readonly close: () => void;
  /** What is said while there is no kit. */
  readonly children?: ReactNode;
}

export function KitWindow({ kit, check, close, children }: KitWindowOptions) {
  const { common, kit: texts } = useTexts();
  const [now] = useState(() => Date.now());
  const first = check === "first";
  return (
    <ModalOverlay className="cover" isOpen isKeyboardDismissDisabled={first} onOpenChange={(open) => (open ? undefined : close())}>
      <Modal className="cover">
        <Dialog className="kitpage" aria-label={texts.title}>
          <section className="tools">
            <div className="line">
              <Mark />
              <b>{common.product}</b>
            </div>
            <h1>{check === null ? texts.title : texts.keep}</h1>
            <p className="quiet">{texts.why}</p>
            {children}
            {kit === null ? null : <Keep kit={kit} now={now} />}
            {kit === null || check === null ? null : <Check kit={kit} close={close} />}
            {kit === null || first ? null : <Leave text={check === null ? common.close : texts.later} close={close} />}
          </section>
          {kit === null ? <div className="sheet-a4" aria-busy={!children} /> : <KitPage kit={kit} now={now} />}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function Keep({ kit, now }: { readonly kit: EmergencyKit; readonly now: number }) {
  const { platform } = useReach();
  const toasts = useToasts();
  const { common, kit: texts, time } = useTexts();
  const copy = async (): Promise<void> => {
    const copied = await platform.copy(async () => kitText(kit));
    toasts.show({ text: copied ? common.copiedFor30(texts.copied) : common.copyRefused, icon: "copy" });
  };
  return (
    <div className="stack tight">
      <Button look="primary" size="wide" icon="print" press={platform.print}>
        {common.print}
      </Button>
      <Button size="wide" icon="document" press={() => platform.saveFile(texts.fileName, kitPdf(kit, texts, time.date(now), drawnText))}>
        {common.savePdf}
      </Button>
      <Button size="wide" icon="copy" press={() => void copy()}>
        {common.copy}
      </Button>
    </div>
  );
}

function Check({ kit, close }: { readonly kit: EmergencyKit; readonly close: () => void }) {
  const { device } = useReach();
  const { common, kit: texts } = useTexts();
  const [typed, setTyped] = useState("");
  const [failed, setFailed] = useState(false);
  const kept = isLastGroup(typed, kit.secretKey);
  const note = async (): Promise<void> => {
    setFailed(false);
    try {
      await device.kitKept();
      close();
    } catch {
      setFailed(true);
    }
  };
  return (
    <form
      className="stack"
      aria-label={texts.check}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (kept) void note();
      }}
    >
      <TextBox label={texts.lastGroup} value={typed} change={setTyped} help={texts.lastGroupHelp} error={failed ? common.failed : null} />
      <Button size="wide" type="submit" disabled={!kept} look={kept ? "primary" : "plain"}>
        {common.continue}
      </Button>
    </form>
  );
}

const Leave = ({ text, close }: { readonly text: string; readonly close: () => void }) => (
  <Button size="wide" press={close}>
    {text}
  </Button>
);

/** Letters that are taken for a digit count as it, as everywhere a Secret Key is typed. */
export function isLastGroup(typed: string, secretKey: string): boolean {
  const plain = typed.trim().toUpperCase().replaceAll("O", "0").replace(/[IL]/g, "1");
  return plain !== "" && plain === secretKey.slice(secretKey.lastIndexOf("-") + 1);
}
