// Asks for the main password before what stands behind it is shown. The device itself gives it to nobody without.

import { type ReactNode, useState } from "react";
import { useTexts } from "../text/texts.tsx";
import { Button } from "./button.tsx";
import { TextBox } from "./text-box.tsx";

export interface PasswordGateOptions<T> {
  readonly why: string;
  /** What stands behind it; null where the password is another one. */
  readonly ask: (password: string) => Promise<T | null>;
  readonly children: (got: T) => ReactNode;
}

export function PasswordGate<T>({ why, ask, children }: PasswordGateOptions<T>) {
  const { common, firstStart, troubles } = useTexts();
  const [password, setPassword] = useState("");
  const [got, setGot] = useState<T | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  if (got !== null) return <>{children(got)}</>;
  const submit = async (): Promise<void> => {
    if (busy) return;
    if (password === "") return setError(troubles.required);
    setBusy(true);
    setError(null);
    try {
      const answer = await ask(password);
      if (answer === null) setError(troubles.wrongPassword);
      else setGot(answer);
    } catch {
      setError(common.failed);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      className="stack"
      aria-label={common.continue}
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
        <Button look="primary" type="submit" busy={busy}>
          {common.continue}
        </Button>
      </div>
    </form>
  );
}
