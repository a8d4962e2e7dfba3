// The password generator as a window of its own.

import { Window } from "../../parts/dialog.tsx";
import { useTexts } from "../../text/texts.tsx";
import { GeneratorPanel } from "./generator-panel.tsx";

export function GeneratorWindow({ close }: { readonly close: () => void }) {
  const { generator } = useTexts();
  return (
    <Window title={generator.title} close={close}>
      <div className="dialog-body">
        <GeneratorPanel />
      </div>
    </Window>
  );
}
