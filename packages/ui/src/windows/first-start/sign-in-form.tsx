// "Sign in": with the account's name, the main password, and the Secret Key from the emergency kit.

import { TextBox } from "../../parts/text-box.tsx";
import { useReach } from "../../state/use-world.tsx";
import { useTexts } from "../../text/texts.tsx";
import { StartForm } from "./start-form.tsx";
import type { Typed } from "./typed.ts";
import { useStart } from "./use-start.ts";

export function SignInForm({ typed }: { readonly typed: Typed }) {
  const { device } = useReach();
  const { firstStart, troubles } = useTexts();
  const start = useStart();
  const submit = (): void => {
    const missing = (["server", "account", "password", "secretKey"] as const).find((field) => typed[field].trim() === "");
    if (missing !== undefined) {
      start.say({ field: missing, sentence: troubles.required });
      return;
    }
    const { server, account, password, secretKey } = typed;
    void start.run(() => device.signIn({ server, account, password, secretKey }));
  };
  return (
    <StartForm name={firstStart.signIn} start={start} busyText={firstStart.restoring} submit={submit}>
      <TextBox label={firstStart.server} value={typed.server} change={typed.set("server")} inputMode="url" error={start.at("server")} />
      <TextBox
        label={firstStart.account}
        value={typed.account}
        change={typed.set("account")}
        autoComplete="username"
        inputMode="email"
        error={start.at("account")}
        autoFocus
      />
      <TextBox
        label={firstStart.password}
        value={typed.password}
        change={typed.set("password")}
        concealed={{ show: firstStart.showPassword, hide: firstStart.hidePassword }}
        autoComplete="current-password"
        error={start.at("password")}
      />
      <TextBox
        label={firstStart.secretKey}
        value={typed.secretKey}
        change={typed.set("secretKey")}
        concealed={{ show: firstStart.showSecretKey, hide: firstStart.hideSecretKey }}
        help={firstStart.secretKeyHelp}
        error={start.at("secretKey")}
      />
    </StartForm>
  );
}
