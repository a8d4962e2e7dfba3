// The locked vault: the main password opens it. The corner still tells of waiting changes.

import { useState } from "react";
import type { Stage } from "../../device/port.ts";
import { Button } from "../../parts/button.tsx";
import { Mark } from "../../parts/icon.tsx";
import { TextBox } from "../../parts/text-box.tsx";
import { usePlaces } from "../../state/place.tsx";
import { useReach } from "../../state/use-world.tsx";
import { useTexts } from "../../text/texts.tsx";
import { Windows } from "../over.tsx";
import { Corner } from "../synchronization/corner.tsx";

export function Locked({ stage }: { readonly stage: Extract<Stage, { stage: "locked" }> }) {
  const places = usePlaces();
  const { locked } = useTexts();
  return (
    <main className="door">
      <div className="gate">
        <div className="stack">
          <div className="center">
            <Mark large />
            <div>
              <h1>{locked.title}</h1>
              <p className="quiet">{stage.account}</p>
            </div>
          </div>
          <UnlockForm />
          {stage.holderGone === true ? <p className="small quiet mid">{locked.holderGone}</p> : null}
          <div className="center">
            <Button look="link" press={() => places.go({ over: { over: "settings", section: "account" } })}>
              {locked.signOut}
            </Button>
          </div>
          {stage.waiting > 0 ? <p className="small quiet mid">{locked.waiting(stage.waiting)}</p> : null}
        </div>
      </div>
      <div className="lockcorner">
        <Corner />
      </div>
      <Windows />
    </main>
  );
}

function UnlockForm() {
  const { device } = useReach();
  const { common, firstStart, locked, troubles } = useTexts();
  const [password, setPassword] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const submit = async (): Promise<void> => {
    if (busy) return;
    if (password === "") return setError(troubles.required);
    setBusy(true);
    setError(null);
    try {
      const opened = await device.unlock(password);
      if (!opened.ok) {
        const sentences = { "wrong-secrets": troubles.wrongPassword, "not-signed-in": troubles.notSignedIn };
        setError(sentences[opened.error.type]);
      }
    } catch {
      setError(common.failed);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      className="stack"
      aria-label={locked.unlock}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <TextBox
        label={firstStart.password}
        value={password}
        change={setPassword}
        concealed={{ show: firstStart.showPassword, hide: firstStart.hidePassword }}
        autoComplete="current-password"
        error={error}
        autoFocus
      />
      <Button look="primary" size="wide" type="submit" busy={busy}>
        {locked.unlock}
      </Button>
    </form>
  );
}
