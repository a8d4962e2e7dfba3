// Everything that wants a look: what was seen, what it can mean, and the way on. There is always one.

import type { Attention } from "@holdfast/core";
import { Button } from "../../parts/button.tsx";
import { Notice } from "../../parts/notice.tsx";
import { usePlaces } from "../../state/place.tsx";
import { useReach } from "../../state/use-world.tsx";
import { useTexts } from "../../text/texts.tsx";
import { Healing } from "./healing.tsx";
import { attentionTitle } from "./phase-text.ts";

export const AttentionList = ({ attention, close }: { readonly attention: readonly Attention[]; readonly close: () => void }) => (
  <>
    {attention.map((one) => (
      <AttentionNotice key={one.kind} attention={one} close={close} />
    ))}
  </>
);

function AttentionNotice({ attention, close }: { readonly attention: Attention; readonly close: () => void }) {
  const { synchronization } = useTexts();
  const { saw, do: way } = synchronization.explained[attention.kind];
  return (
    <Notice
      tone="attention"
      icon={attention.kind === "conflict" ? "conflict" : "p-attention"}
      title={attentionTitle(synchronization, attention)}
      acts={<Way kind={attention.kind} close={close} />}
    >
      <p>{saw}</p>
      <p className="quiet small">{way}</p>
      {attention.reason === undefined ? null : <p className="tiny faint mono">{attention.reason}</p>}
    </Notice>
  );
}

function Way({ kind, close }: { readonly kind: Attention["kind"]; readonly close: () => void }) {
  const places = usePlaces();
  const { platform } = useReach();
  const { synchronization } = useTexts();
  switch (kind) {
    case "conflict":
      return (
        <Button
          press={() => {
            close();
            places.stay({ page: "items", section: { section: "conflicts" }, search: "" });
          }}
        >
          {synchronization.showConflicts}
        </Button>
      );
    case "update-needed":
      return (
        <Button icon="refresh" press={() => platform.reload()}>
          {synchronization.reload}
        </Button>
      );
    case "behind":
    case "diverged":
    case "damaged":
      return <Healing />;
  }
}
