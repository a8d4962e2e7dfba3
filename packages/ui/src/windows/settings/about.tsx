// What Holdfast is.

import { Window } from "../../parts/dialog.tsx";
import { Mark } from "../../parts/icon.tsx";
import { useReach } from "../../state/use-world.tsx";
import { useTexts } from "../../text/texts.tsx";

export function AboutText() {
  const { platform } = useReach();
  const { common, settings } = useTexts();
  return (
    <div className="stack">
      <div className="line">
        <Mark large />
        <div>
          <b>{common.product}</b>
          <p className="quiet small">{settings.version(platform.version)}</p>
        </div>
      </div>
      <p>{settings.aboutProduct}</p>
      <p className="quiet small">{settings.aboutServer}</p>
      <p className="quiet small">{settings.licence}</p>
    </div>
  );
}

export function AboutWindow({ close }: { readonly close: () => void }) {
  const { settings } = useTexts();
  return (
    <Window title={settings.about} close={close}>
      <div className="dialog-body">
        <AboutText />
      </div>
    </Window>
  );
}
