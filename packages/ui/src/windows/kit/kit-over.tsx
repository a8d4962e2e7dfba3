// The emergency kit right after the account was made, or later behind the main password.

import { Window } from "../../parts/dialog.tsx";
import { PasswordGate } from "../../parts/password-gate.tsx";
import { useReach } from "../../state/use-world.tsx";
import { useTexts } from "../../text/texts.tsx";
import { FirstKit, KitWindow } from "./kit-window.tsx";

export function KitOver({ first, close }: { readonly first: boolean; readonly close: () => void }) {
  const { device } = useReach();
  const { kit, settings } = useTexts();
  if (first) return <FirstKit close={close} />;
  return (
    <Window title={kit.title} close={close}>
      <div className="dialog-body">
        <PasswordGate why={settings.confirm} ask={(password) => device.kit(password)}>
          {(got) => <KitWindow kit={got} first={false} close={close} />}
        </PasswordGate>
      </div>
    </Window>
  );
}
