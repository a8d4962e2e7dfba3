// A setup code for a new device, behind the main password: to be scanned, or copied.

import { Button } from "../../parts/button.tsx";
import { Window } from "../../parts/dialog.tsx";
import { PasswordGate } from "../../parts/password-gate.tsx";
import { useToasts } from "../../parts/toasts.tsx";
import { useReach } from "../../state/use-world.tsx";
import { useTexts } from "../../text/texts.tsx";
import { QrCode } from "./qr-code.tsx";

export function SetupCodeWindow({ close }: { readonly close: () => void }) {
  const { device } = useReach();
  const { settings } = useTexts();
  return (
    <Window title={settings.setupTitle} close={close}>
      <div className="dialog-body">
        <PasswordGate why={settings.confirm} ask={(password) => device.setupCode(password)}>
          {(code) => <Code code={code} />}
        </PasswordGate>
      </div>
    </Window>
  );
}

function Code({ code }: { readonly code: string }) {
  const { platform } = useReach();
  const { common, settings } = useTexts();
  const toasts = useToasts();
  const copy = async (): Promise<void> => {
    const copied = await platform.copy(async () => code);
    toasts.show({ text: copied ? common.copiedFor30(settings.setupCopied) : common.copyRefused, icon: "copy" });
  };
  return (
    <div className="stack">
      <p>{settings.setupSteps}</p>
      <div className="paper">
        <QrCode text={code} name={settings.qr} />
      </div>
      <section aria-label={settings.text}>
        <p className="mono small code-text">{code}</p>
      </section>
      <div className="line">
        <Button icon="copy" press={() => void copy()}>
          {common.copy}
        </Button>
      </div>
      <p className="quiet small">{settings.secret}</p>
    </div>
  );
}
