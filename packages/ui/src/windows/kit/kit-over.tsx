// The emergency kit right after the account was made, or later behind the main password.

import { Window } from "../../parts/dialog.tsx";
import { PasswordGate } from "../../parts/password-gate.tsx";
import { useTexts } from "../../text/texts.tsx";
import { KitWindow } from "./kit-window.tsx";

export function KitOver({ first, close }: { readonly first: boolean; readonly close: () => void }) {
  const { kit, settings } = useTexts();
  if (first) return <KitWindow first close={close} />;
  return (
    <Window title={kit.title} close={close}>
      <div className="dialog-body">
        <PasswordGate why={settings.confirm}>{() => <KitWindow first={false} close={close} />}</PasswordGate>
      </div>
    </Window>
  );
}
