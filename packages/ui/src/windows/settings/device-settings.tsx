// Devices: what this one is called, and all of the account.

import { useState } from "react";
import { Button } from "../../parts/button.tsx";
import { TextBox } from "../../parts/text-box.tsx";
import { useToasts } from "../../parts/toasts.tsx";
import { useReach, useWorld } from "../../state/use-world.tsx";
import { useTexts } from "../../text/texts.tsx";
import { DeviceList } from "../synchronization/device-list.tsx";

export function DeviceSettings() {
  const status = useWorld((world) => world.status);
  const { settings } = useTexts();
  return (
    <>
      <fieldset className="set">
        <legend>{settings.thisDevice}</legend>
        <NameForm />
      </fieldset>
      <section className="set" aria-label={settings.allDevices}>
        {status === null ? null : <DeviceList status={status} />}
      </section>
    </>
  );
}

function NameForm() {
  const { device } = useReach();
  const { common, settings, troubles } = useTexts();
  const toasts = useToasts();
  const stage = useWorld((world) => world.stage);
  const [name, setName] = useState(stage.stage === "open" ? stage.deviceName : "");
  const [error, setError] = useState<string | null>(null);
  const before = stage.stage === "open" ? stage.deviceName : "";
  const take = async (wanted: string, undo?: () => void): Promise<void> => {
    setError(null);
    try {
      await device.nameDevice(wanted);
      toasts.show({ text: settings.renamed, icon: "check", ...(undo === undefined ? {} : { undo }) });
    } catch {
      setError(common.failed);
    }
  };
  const rename = async (): Promise<void> => {
    if (name.trim() === "") return setError(troubles.required);
    await take(name.trim(), () => void take(before).then(() => setName(before)));
  };
  return (
    <form
      className="stack"
      aria-label={settings.thisDevice}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void rename();
      }}
    >
      <TextBox label={settings.deviceName} value={name} change={setName} error={error} />
      <div className="line">
        <Button type="submit">{settings.rename}</Button>
      </div>
    </form>
  );
}
