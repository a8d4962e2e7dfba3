// "Use a setup code": pasted, or scanned from another device's screen or from the emergency kit; and the main password.

import { TextBox } from "../../parts/text-box.tsx";
import { useReach } from "../../state/use-world.tsx";
import { useTexts } from "../../text/texts.tsx";
import { Scanner } from "./scanner.tsx";
import { StartForm } from "./start-form.tsx";
import type { Typed } from "./typed.ts";
import { useStart } from "./use-start.ts";

export function SetupCodeForm({ typed }: { readonly typed: Typed }) {
  const { device } = useReach();
  const { firstStart, troubles } = useTexts();
  const start = useStart();
  const submit = (): void => {
    const missing = typed.code.trim() === "" ? "code" : typed.password === "" ? "password" : null;
    if (missing !== null) {
      start.say({ field: missing, sentence: troubles.required });
      return;
    }
    const { code, password } = typed;
    void start.run(() => device.takeSetupCode({ code, password }));
  };
  return (
    <StartForm name={firstStart.setupCode} start={start} busyText={firstStart.restoring} submit={submit}>
      <TextBox
        label={firstStart.code}
        value={typed.code}
        change={typed.set("code")}
        multiline
        help={firstStart.codeHelp}
        error={start.at("code")}
        autoFocus
      />
      <Scanner found={typed.set("code")} />
      <TextBox
        label={firstStart.password}
        value={typed.password}
        change={typed.set("password")}
        concealed={{ show: firstStart.showPassword, hide: firstStart.hidePassword }}
        autoComplete="current-password"
        error={start.at("password")}
      />
    </StartForm>
  );
}
