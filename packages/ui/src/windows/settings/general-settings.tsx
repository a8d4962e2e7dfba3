// General: the switch of synchronization, and how it looks.

import { Button } from "../../parts/button.tsx";
import { CheckBox } from "../../parts/check-box.tsx";
import { Choice } from "../../parts/choice.tsx";
import { Icon } from "../../parts/icon.tsx";
import { useToasts } from "../../parts/toasts.tsx";
import { usePlaces } from "../../state/place.tsx";
import { useNow } from "../../state/use-now.ts";
import { usePreferences } from "../../state/use-preferences.ts";
import { useReach, useWorld } from "../../state/use-world.tsx";
import { useTexts } from "../../text/texts.tsx";
import { phaseText } from "../synchronization/phase-text.ts";

export const GeneralSettings = () => (
  <>
    <SynchronizationSwitch />
    <Appearance />
  </>
);

function SynchronizationSwitch() {
  const { device } = useReach();
  const { settings } = useTexts();
  const toasts = useToasts();
  const enabled = useWorld((world) => world.status?.enabled ?? (world.stage.stage === "locked" ? world.stage.enabled : null));
  if (enabled === null) return null;
  const change = (wanted: boolean): void => {
    device.setEnabled(wanted).catch(() => toasts.show({ text: settings.switchFailed, icon: "info", stays: true }));
  };
  return (
    <fieldset className="set">
      <legend>{settings.synchronization}</legend>
      <div className="stack">
        <CheckBox label={settings.synchronize} checked={enabled} change={change} help={settings.synchronizeHelp} />
        <StatusLine />
      </div>
    </fieldset>
  );
}

function StatusLine() {
  const texts = useTexts();
  const places = usePlaces();
  const now = useNow();
  const status = useWorld((world) => world.status);
  if (status === null) return null;
  const said = phaseText(texts, status, now);
  return (
    <div className="now" data-phase={said.tone}>
      <Icon name={said.icon} spin={status.current.phase === "syncing"} />
      <span>{said.line}</span>
      <span className="push" />
      <Button look="link" press={() => places.stay({ over: { over: "synchronization" } })}>
        {texts.settings.details}
      </Button>
    </div>
  );
}

function Appearance() {
  const { settings } = useTexts();
  const [{ theme, density }, write] = usePreferences();
  return (
    <fieldset className="set">
      <legend>{settings.appearance}</legend>
      <div className="stack tight">
        <Choice
          label={settings.theme}
          value={theme}
          change={(value) => write({ theme: value })}
          options={[
            { value: "system", text: settings.system },
            { value: "light", text: settings.light },
            { value: "dark", text: settings.dark },
          ]}
        />
        <Choice
          label={settings.density}
          value={density}
          change={(value) => write({ density: value })}
          options={[
            { value: "default", text: settings.roomy },
            { value: "compact", text: settings.compact },
          ]}
        />
      </div>
    </fieldset>
  );
}
