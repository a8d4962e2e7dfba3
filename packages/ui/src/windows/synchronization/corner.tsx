// The synchronization status in the lower left corner, always there, and the menu button beside it. Readers are told of phases, politely, and
// not of each number.

import type { Status } from "@holdfast/core";
import { useEffect, useState } from "react";
import { Icon } from "../../parts/icon.tsx";
import { usePlaces } from "../../state/place.tsx";
import { useNow } from "../../state/use-now.ts";
import { useWorld } from "../../state/use-world.tsx";
import { useTexts } from "../../text/texts.tsx";
import { ApplicationMenu } from "../menu/application-menu.tsx";
import { type PhaseText, phaseText } from "./phase-text.ts";

export function Corner() {
  const status = useWorld((world) => world.status);
  return (
    <div className="corner">
      {status === null ? <span className="push" /> : <StatusButton status={status} />}
      <ApplicationMenu />
    </div>
  );
}

export function StatusButton({ status }: { readonly status: Status }) {
  const texts = useTexts();
  const places = usePlaces();
  const now = useNow(status.current.phase === "waiting" ? 1_000 : 15_000);
  const said = phaseText(texts, status, now);
  const { current: phase } = status;
  return (
    <>
      <button
        type="button"
        className="status"
        data-phase={said.tone}
        aria-label={texts.synchronization.named(said.line)}
        title={said.line}
        onClick={() => places.go({ over: { over: "synchronization" } })}
      >
        <Icon name={said.icon} spin={phase.phase === "syncing"} />
        <b>{said.title}</b>
        <span className="sr"> · </span>
        {phase.phase === "syncing" && phase.total > 0 ? (
          <progress value={phase.done} max={phase.total} aria-hidden="true" />
        ) : (
          <small>{said.detail}</small>
        )}
      </button>
      <Announcement said={said} phase={phase.phase} />
    </>
  );
}

/** Said when the phase is another one; what changes within it is not. */
function Announcement({ said, phase }: { readonly said: PhaseText; readonly phase: Status["current"]["phase"] }) {
  const { synchronization } = useTexts();
  const [text, setText] = useState("");
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words of this moment, when the phase becomes another one and no other time
  useEffect(() => setText(synchronization.announced(said.title)), [phase]);
  return (
    <div className="sr" role="status" aria-live="polite">
      {text}
    </div>
  );
}
