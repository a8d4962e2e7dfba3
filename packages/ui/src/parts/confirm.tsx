// A question before something large: what will happen, and the two ways on. Nothing happens while it is open.

import { useTexts } from "../text/texts.tsx";
import { Button } from "./button.tsx";
import { Window } from "./dialog.tsx";

export interface ConfirmOptions {
  readonly title: string;
  readonly text: string;
  /** What the button says that does it. */
  readonly act: string;
  readonly go: () => void;
  readonly close: () => void;
}

export function Confirm({ title, text, act, go, close }: ConfirmOptions) {
  const { common } = useTexts();
  return (
    <Window
      alert
      title={title}
      close={close}
      foot={
        <>
          <Button press={close} autoFocus>
            {common.cancel}
          </Button>
          <Button
            look="danger"
            press={() => {
              go();
              close();
            }}
          >
            {act}
          </Button>
        </>
      }
    >
      <div className="dialog-body">
        <p>{text}</p>
      </div>
    </Window>
  );
}
