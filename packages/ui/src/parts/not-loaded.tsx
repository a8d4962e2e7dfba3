// In the place of what could not be fetched from the vault: it says so, and asks again when it is told to.

import { useTexts } from "../text/texts.tsx";
import { Button } from "./button.tsx";

export function NotLoaded({ again }: { readonly again: () => void }) {
  const { common } = useTexts();
  return (
    <main className="blank">
      <p role="alert">{common.failed}</p>
      <Button icon="refresh" press={again}>
        {common.tryAgain}
      </Button>
    </main>
  );
}
