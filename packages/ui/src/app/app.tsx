// Which window shows: the stage of the device says so.

import { useEffect } from "react";
import type { Stage } from "../device/port.ts";
import { Boundary } from "../parts/boundary.tsx";
import { NotShown } from "../parts/not-shown.tsx";
import { Questions, useQuestions } from "../parts/questions.tsx";
import { Toasts, useToasts } from "../parts/toasts.tsx";
import { useAppearance } from "../state/use-preferences.ts";
import { useUpdate } from "../state/use-update.ts";
import { useWorld } from "../state/use-world.tsx";
import { useTexts } from "../text/texts.tsx";
import { FirstStart } from "../windows/first-start/first-start.tsx";
import { DoorCard, Loading, OtherVersion, Unreadable, Unsupported } from "../windows/locked/before-vault.tsx";
import { Locked } from "../windows/locked/locked.tsx";
import { MainWindow } from "../windows/main/main-window.tsx";

export function App() {
  const stage = useWorld((world) => world.stage);
  useAppearance();
  const toasts = useToasts();
  const questions = useQuestions();
  const open = stage.stage === "open";
  useEffect(() => {
    if (open) return;
    toasts.clear();
    questions.dismiss();
  }, [toasts, questions, open]);
  useUpdate(open);
  return (
    <>
      <Boundary otherwise={<Failed />}>
        <WindowOf stage={stage} />
      </Boundary>
      <Questions />
      <Toasts />
    </>
  );
}

function Failed() {
  const { common } = useTexts();
  return (
    <DoorCard title={common.notShown}>
      <NotShown />
    </DoorCard>
  );
}

function WindowOf({ stage }: { readonly stage: Stage }) {
  switch (stage.stage) {
    case "loading":
      return <Loading />;
    case "first-start":
      return <FirstStart refused={stage.refused ?? null} />;
    case "locked":
      return <Locked stage={stage} />;
    case "open":
      return <MainWindow />;
    case "other-version":
      return <OtherVersion />;
    case "unreadable":
      return <Unreadable stage={stage} />;
    case "unsupported":
      return <Unsupported stage={stage} />;
  }
}
