// Which window shows: the stage of the device says so.

import type { Stage } from "../device/port.ts";
import { Toasts } from "../parts/toasts.tsx";
import { useAppearance } from "../state/use-preferences.ts";
import { useWorld } from "../state/use-world.tsx";
import { FirstStart } from "../windows/first-start/first-start.tsx";
import { Loading, Unreadable, Unsupported } from "../windows/locked/before-vault.tsx";
import { Locked } from "../windows/locked/locked.tsx";
import { MainWindow } from "../windows/main/main-window.tsx";

export function App() {
  const stage = useWorld((world) => world.stage);
  useAppearance();
  return (
    <>
      <WindowOf stage={stage} />
      <Toasts />
    </>
  );
}

function WindowOf({ stage }: { readonly stage: Stage }) {
  switch (stage.stage) {
    case "loading":
      return <Loading />;
    case "first-start":
      return <FirstStart />;
    case "locked":
      return <Locked stage={stage} />;
    case "open":
      return <MainWindow />;
    case "unreadable":
      return <Unreadable stage={stage} />;
    case "unsupported":
      return <Unsupported stage={stage} />;
  }
}
