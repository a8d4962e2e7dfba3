// Security: when it locks, and what brings a new device in.

import { Button } from "../../parts/button.tsx";
import { Select } from "../../parts/choice.tsx";
import { usePlaces } from "../../state/place.tsx";
import { usePreferences } from "../../state/use-preferences.ts";
import { useWorld } from "../../state/use-world.tsx";
import { useTexts } from "../../text/texts.tsx";

const minutes = [1, 5, 15, 30, 60, 240] as const;

export function SecuritySettings() {
  const { settings } = useTexts();
  const [{ lockAfter }, write] = usePreferences();
  const open = useWorld((world) => world.stage.stage === "open");
  const known: readonly number[] = lockAfter === null || minutes.some((one) => one === lockAfter) ? minutes : [...minutes, lockAfter];
  const options = [
    ...known.map((count) => ({ value: String(count), text: count < 60 ? settings.minutes(count) : settings.hours(count / 60) })),
    { value: "never", text: settings.never },
  ];
  return (
    <>
      <fieldset className="set">
        <legend>{settings.locking}</legend>
        <Select
          label={settings.lockAfter}
          value={lockAfter === null ? "never" : String(lockAfter)}
          change={(value) => write({ lockAfter: value === "never" ? null : Number(value) })}
          options={options}
        />
      </fieldset>
      {open ? <NewDevice /> : null}
    </>
  );
}

function NewDevice() {
  const { settings } = useTexts();
  const places = usePlaces();
  return (
    <fieldset className="set">
      <legend>{settings.newDevice}</legend>
      <div className="stack">
        <div className="pair">
          <p className="quiet small">{settings.setupCodeHelp}</p>
          <Button press={() => places.stay({ over: { over: "setup-code" } })}>{settings.setupCode}</Button>
        </div>
        <div className="pair">
          <p className="quiet small">{settings.kitHelp}</p>
          <Button press={() => places.stay({ over: { over: "kit" } })}>{settings.kit}</Button>
        </div>
      </div>
    </fieldset>
  );
}
