// What was typed and not saved, above the list: each draft can be taken up again, or thrown away.

import { useState } from "react";
import type { DraftView } from "../../device/port.ts";
import { Button } from "../../parts/button.tsx";
import { Icon } from "../../parts/icon.tsx";
import { type Pane, usePlace, usePlaces } from "../../state/place.tsx";
import { useWorld } from "../../state/use-world.tsx";
import { useTexts } from "../../text/texts.tsx";
import { useDropDraft } from "../edit/use-drop-draft.ts";

/** So many are named; the others are counted. */
const atMost = 3;

export function DraftNotes() {
  const { main } = useTexts();
  const kept = useWorld((world) => world.drafts);
  const open = usePlace(({ pane }) => (pane.pane === "form" ? keyOf(pane.of) : null));
  const [all, showAll] = useState(false);
  // What is being typed right now needs no reminder.
  const drafts = kept.filter(({ key }) => key !== open);
  if (drafts.length === 0) return null;
  const shown = all ? drafts : drafts.slice(0, atMost);
  return (
    <section className="list-note drafts" aria-label={main.drafts(drafts.length)}>
      <p className="small quiet">{main.drafts(drafts.length)}</p>
      <ul>
        {shown.map((draft) => (
          <DraftNote key={draft.key} draft={draft} />
        ))}
      </ul>
      {shown.length < drafts.length ? (
        <Button look="link" size="small" press={() => showAll(true)}>
          {main.allDrafts}
        </Button>
      ) : null}
    </section>
  );
}

const keyOf = (of: Extract<Pane, { readonly pane: "form" }>["of"]): string => ("draft" in of ? of.draft : "id" in of ? of.id : of.key);

function DraftNote({ draft: { key, id, title } }: { readonly draft: DraftView }) {
  const drop = useDropDraft();
  const { item, main } = useTexts();
  const places = usePlaces();
  const said = title.trim() === "" ? main.untitled : title;
  const takeUp = (): void => places.go({ pane: { pane: "form", of: id === null ? { draft: key } : { id } } });
  return (
    <li className="line">
      <button type="button" className="link cut" onClick={takeUp}>
        <Icon name="edit" size="s" />
        <span className="cut">{main.resume(said)}</span>
      </button>
      <span className="push" />
      <Button look="ghost" size="square" icon="close" name={`${item.dropDraft}: ${said}`} press={() => void drop(key)} />
    </li>
  );
}
