// Asks for the password that a sealed backup was made with.

import { useState } from "react";
import { Button } from "../../parts/button.tsx";
import { TextBox } from "../../parts/text-box.tsx";
import { useTexts } from "../../text/texts.tsx";

export function BackupPasswordForm({ wrong, open }: { readonly wrong: boolean; readonly open: (password: string) => void }) {
  const { common, importing } = useTexts();
  const [password, setPassword] = useState("");
  const label = importing.backupPassword;
  return (
    <form
      className="stack"
      aria-label={importing.open}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (password !== "") open(password);
      }}
    >
      <p>{importing.backupAbout}</p>
      <TextBox
        label={label}
        value={password}
        change={setPassword}
        concealed={{ show: `${common.show} ${label}`, hide: `${common.hide} ${label}` }}
        error={wrong ? importing.backupWrong : null}
        autoFocus
      />
      <div className="line">
        <Button look="primary" type="submit">
          {importing.open}
        </Button>
      </div>
    </form>
  );
}
