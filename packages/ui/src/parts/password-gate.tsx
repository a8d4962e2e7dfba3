// Asks for the main password before what stands behind it is shown.

import { type ReactNode, useState } from "react";
import { useReach } from "../state/use-world.tsx";
import { useTexts } from "../text/texts.tsx";
import { Button } from "./button.tsx";
import { TextBox } from "./text-box.tsx";

export function PasswordGate({ why, children }: { readonly why: string; readonly children: (password: string) => ReactNode }) {
  const { device } = useReach();
  const { common, firstStart, troubles } = useTexts();
  const [password, setPassword] = useState("");
  const [state, setState] = useState<"asking" | "busy" | "open">("asking");
  const [error, setError] = useState<string | null>(null);
  if (state === "open") return <>{children(password)}</>;
  const submit = async (): Promise<void> => {
    if (password === "") return setError(troubles.required);
    setState("busy");
    setError(null);
    try {
      const right = await device.confirmPassword(password);
      setState(right ? "open" : "asking");
      if (!right) setError(troubles.wrongPassword);
    } catch {
      setState("asking");
      setError(common.failed);
    }
  };
  return (
    <form
      className="stack"
      aria-label={firstStart.password}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <p>{why}</p>
      <TextBox
        label={firstStart.password}
        value={password}
        change={setPassword}
        concealed={{ show: firstStart.showPassword, hide: firstStart.hidePassword }}
        autoComplete="current-password"
        error={error}
        autoFocus
      />
      <div className="line">
        <Button look="primary" type="submit" busy={state === "busy"}>
          {common.continue}
        </Button>
      </div>
    </form>
  );
}
