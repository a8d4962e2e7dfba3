// The emergency kit: to print, to save, to copy. Right after an account was made, its last letters are asked for, which shows that what was
// kept can be found and read; the vault is open already and loses nothing if this window is closed by a crash.

import type { EmergencyKit } from "@holdfast/core";
import { kitText } from "@holdfast/core";
import { useEffect, useState } from "react";
import { Dialog, Modal, ModalOverlay } from "react-aria-components";
import { Button } from "../../parts/button.tsx";
import { Mark } from "../../parts/icon.tsx";
import { TextBox } from "../../parts/text-box.tsx";
import { useToasts } from "../../parts/toasts.tsx";
import { useReach } from "../../state/use-world.tsx";
import { useTexts } from "../../text/texts.tsx";
import { KitPage } from "./kit-page.tsx";
import { drawnText, kitPdf } from "./kit-pdf.ts";

/** The kit of an account that was just made. Where the vault was locked meanwhile it is shown behind the password, from the settings. */
export function FirstKit({ close }: { readonly close: () => void }) {
  const { device } = useReach();
  const [kit, setKit] = useState<EmergencyKit | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked for once
  useEffect(() => {
    let wanted = true;
    device.kit(null).then((told) => (told === null ? close() : wanted && setKit(told)), close);
    return () => {
      wanted = false;
    };
  }, [device]);
  return <KitWindow kit={kit} first close={close} />;
}

interface KitWindowOptions {
  /** null until it is there. */
  readonly kit: EmergencyKit | null;
  readonly first: boolean;
  readonly close: () => void;
}

export function KitWindow({ kit, first, close }: KitWindowOptions) {
  const { kit: texts } = useTexts();
  const [now] = useState(() => Date.now());
  return (
    <ModalOverlay className="cover" isOpen isKeyboardDismissDisabled={first} onOpenChange={(open) => (open ? undefined : close())}>
      <Modal className="cover">
        <Dialog className="kitpage" aria-label={texts.title}>
          <section className="tools">
            <div className="line">
              <Mark />
              <b>Holdfast</b>
            </div>
            <h1>{first ? texts.keep : texts.title}</h1>
            <p className="quiet">{texts.why}</p>
            {kit === null ? null : <Keep kit={kit} now={now} />}
            {kit === null ? null : first ? <Check kit={kit} close={close} /> : <Done close={close} />}
          </section>
          {kit === null ? <div className="sheet-a4" aria-busy="true" /> : <KitPage kit={kit} now={now} />}
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
  const { common, kit: texts } = useTexts();
  const [typed, setTyped] = useState("");
  const kept = isLastGroup(typed, kit.secretKey);
  return (
    <form
      className="stack"
      aria-label={texts.check}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (kept) close();
      }}
    >
      <TextBox label={texts.lastGroup} value={typed} change={setTyped} help={texts.lastGroupHelp} />
      <Button size="wide" type="submit" disabled={!kept} look={kept ? "primary" : "plain"}>
        {common.continue}
      </Button>
    </form>
  );
}

function Done({ close }: { readonly close: () => void }) {
  const { common } = useTexts();
  return (
    <Button size="wide" press={close}>
      {common.close}
    </Button>
  );
}

/** Letters that are taken for a digit count as it, as everywhere a Secret Key is typed. */
export function isLastGroup(typed: string, secretKey: string): boolean {
  const plain = typed.trim().toUpperCase().replaceAll("O", "0").replace(/[IL]/g, "1");
  return plain !== "" && plain === secretKey.slice(secretKey.lastIndexOf("-") + 1);
}
