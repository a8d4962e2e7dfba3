// The frame of the three forms: its name is that of its button, and what concerns no field in particular stands above the button.

import type { ReactNode } from "react";
import { Button } from "../../parts/button.tsx";
import { Notice } from "../../parts/notice.tsx";
import type { Start } from "./use-start.ts";

export interface StartFormOptions {
  readonly name: string;
  readonly start: Start;
  readonly busyText: string;
  readonly submit: () => void;
  readonly children: ReactNode;
}

export const StartForm = ({ name, start, busyText, submit, children }: StartFormOptions) => (
  <form
    className="stack"
    aria-label={name}
    noValidate
    onSubmit={(event) => {
      event.preventDefault();
      submit();
    }}
  >
    {children}
    {start.at(null) === null ? null : (
      <Notice tone="danger" icon="info" alert>
        {start.at(null)}
      </Notice>
    )}
    <Button look="primary" size="wide" type="submit" busy={start.busy}>
      {name}
    </Button>
    <p className="small quiet mid" role="status">
      {start.busy ? busyText : ""}
    </p>
  </form>
);
