// What can be done with several items chosen together, in the place of the list's head.

import { isMuch } from "@holdfast/core";
import { useState } from "react";
import { Button } from "../../parts/button.tsx";
import { Confirm } from "../../parts/confirm.tsx";
import { usePlace } from "../../state/place.tsx";
import { useReach, useWorld } from "../../state/use-world.tsx";
import { useTexts } from "../../text/texts.tsx";
import { ListHeading } from "./list-heading.tsx";
import { useChanges } from "./use-changes.ts";
import type { Selection } from "./use-selection.ts";

export function SelectionBar({ selection, ids }: { readonly selection: Selection; readonly ids: readonly string[] }) {
  const { main } = useTexts();
  const inTrash = usePlace(({ section }) => section.section === "trash");
  const chosen = ids.filter((id) => selection.ids.has(id));
  return (
    <div className="list-head choosing" role="toolbar" aria-label={main.selected(chosen.length)}>
      <Button icon="close" name={main.endSelection} look="ghost" size="square" press={selection.clear} />
      <ListHeading>{main.selected(chosen.length)}</ListHeading>
      <span className="push" />
      <Button look="link" size="small" press={() => selection.all(ids)}>
        {main.selectAll}
      </Button>
      {inTrash ? <RestoreChosen chosen={chosen} done={selection.clear} /> : <TrashChosen chosen={chosen} done={selection.clear} />}
    </div>
  );
}

interface ChosenOptions {
  readonly chosen: readonly string[];
  readonly done: () => void;
}

function TrashChosen({ chosen, done }: ChosenOptions) {
  const { common, main } = useTexts();
  const { device } = useReach();
  const changes = useChanges();
  const all = useWorld((world) => world.counts.all);
  const [asking, ask] = useState(false);
  const trash = async (): Promise<void> => {
    const made = await changes.make(
      () => device.trash(chosen),
      ({ count }) => main.trashed(count),
    );
    if (made !== null) done();
  };
  return (
    <>
      <Button
        size="small"
        icon="trash"
        disabled={chosen.length === 0}
        press={() => (isMuch(chosen.length, all) ? ask(true) : void trash())}
      >
        {common.delete}
      </Button>
      {asking ? (
        <Confirm
          title={main.trashMuch(chosen.length)}
          text={main.trashMuchAbout(chosen.length, all)}
          act={main.toTrash}
          go={() => void trash()}
          close={() => ask(false)}
        />
      ) : null}
    </>
  );
}

function RestoreChosen({ chosen, done }: ChosenOptions) {
  const { common, main } = useTexts();
  const { device } = useReach();
  const changes = useChanges();
  const restore = async (): Promise<void> => {
    const made = await changes.make(
      () => device.restore(chosen),
      ({ count }) => main.restoredFromTrash(count),
    );
    if (made !== null) done();
  };
  return (
    <Button size="small" icon="undo" disabled={chosen.length === 0} press={() => void restore()}>
      {common.restore}
    </Button>
  );
}
