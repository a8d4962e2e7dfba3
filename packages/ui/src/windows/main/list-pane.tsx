// The list with its head and foot, and what stands in its place while there is nothing to list.

import { Button } from "../../parts/button.tsx";
import { Select } from "../../parts/choice.tsx";
import { Mark } from "../../parts/icon.tsx";
import { newKey } from "../../state/new-key.ts";
import { usePlace, usePlaces } from "../../state/place.tsx";
import { phoneWidth, useMedia } from "../../state/use-media.ts";
import { usePreferences } from "../../state/use-preferences.ts";
import { useWorld } from "../../state/use-world.tsx";
import type { Progressing } from "../../state/world.ts";
import { useTexts } from "../../text/texts.tsx";
import { KitNote } from "../kit/kit-note.tsx";
import { DraftNotes } from "./draft-notes.tsx";
import { ItemList } from "./item-list.tsx";
import { ListHeading } from "./list-heading.tsx";
import { sectionName } from "./sections.ts";
import { SelectionBar } from "./selection-bar.tsx";
import { useFound } from "./use-found.ts";
import { useSelection } from "./use-selection.ts";

export function ListPane() {
  const texts = useTexts();
  const { main } = texts;
  const section = usePlace((place) => place.section);
  const found = useFound();
  const selection = useSelection();
  // On a phone the list is all there is.
  const alone = useMedia(phoneWidth);
  const Part = alone ? "main" : "section";
  return (
    <Part className="list" aria-label={sectionName(texts, section)}>
      {selection.mode ? (
        <SelectionBar selection={selection} ids={found?.ids ?? []} />
      ) : (
        <div className="list-head">
          <ListHeading>
            {sectionName(texts, section)} <span className="n">{found === null ? "" : main.count(found.ids.length)}</span>
          </ListHeading>
          <span className="push" />
          <OrderChoice />
          {found === null || found.ids.length === 0 ? null : (
            <Button icon="check" name={main.selectSeveral} look="ghost" size="square" press={selection.begin} />
          )}
        </div>
      )}
      <Restoring />
      <KitNote />
      <DraftNotes />
      {found === null ? (
        <Bones />
      ) : found.ids.length === 0 ? (
        <Empty />
      ) : (
        <ItemList ids={found.ids} query={found.query} selection={selection} />
      )}
      <HiddenFoot />
    </Part>
  );
}

function OrderChoice() {
  const { main } = useTexts();
  const [{ order }, write] = usePreferences();
  return (
    <Select
      bare
      label={main.order}
      value={order}
      change={(value) => write({ order: value })}
      options={[
        { value: "title", text: main.byTitle },
        { value: "changed", text: main.byChange },
      ]}
    />
  );
}

/** A first restore that is under way. */
function useRestore(): Progressing | null {
  const progress = useWorld((world) => world.progress.restore);
  const restored = useWorld((world) => world.restored);
  return progress === undefined || restored !== null || progress.total === 0 ? null : progress;
}

function Restoring() {
  const { main } = useTexts();
  const progress = useRestore();
  if (progress === null) return null;
  const text = main.restoring(progress.done, progress.total);
  return (
    <div className="list-note">
      <p className="small">{text}</p>
      <progress className="thick" value={progress.done} max={progress.total} aria-label={text} />
    </div>
  );
}

const bones = [0, 1, 2, 3, 4, 5, 6, 7];

const Bones = () => (
  <div className="rows" aria-busy="true">
    {bones.map((bone) => (
      <div key={bone} className="row loading" aria-hidden="true">
        <span className="tile" />
        <div>
          <span className="bone b1" />
          <span className="bone b2" />
        </div>
      </div>
    ))}
  </div>
);

function Empty() {
  const { main } = useTexts();
  const places = usePlaces();
  const search = usePlace((place) => place.search);
  const section = usePlace((place) => place.section.section);
  const all = useWorld((world) => world.counts.all);
  const restore = useRestore();
  if (search.trim() !== "") {
    return (
      <Nothing title={main.noneFound(search)} way={main.noneFoundWay}>
        {section === "all" ? null : <Button press={() => places.stay({ section: { section: "all" } })}>{main.searchEverywhere}</Button>}
      </Nothing>
    );
  }
  if (section === "trash") return <Nothing title={main.trashEmpty} way={main.trashEmptyWay} />;
  if (restore !== null) return <Nothing title={main.comingBack} way={main.comingBackWay} />;
  if (all > 0) return <Nothing title={main.noneHere} way={main.noneHereWay} />;
  return (
    <Nothing title={main.nothingYet} way={main.nothingYetWay}>
      <Button look="primary" icon="plus" press={() => places.go({ pane: { pane: "form", of: { kind: "login", key: newKey() } } })}>
        {main.newLogin}
      </Button>
      <Button icon="import" press={() => places.go({ over: { over: "import" } })}>
        {main.import}
      </Button>
    </Nothing>
  );
}

const Nothing = ({ title, way, children }: { readonly title: string; readonly way: string; readonly children?: React.ReactNode }) => (
  <div className="list-empty">
    <Mark large />
    <ListHeading below>{title}</ListHeading>
    <p className="quiet small">{way}</p>
    {children}
  </div>
);

function HiddenFoot() {
  const { main } = useTexts();
  const hidden = useWorld((world) => world.counts.hidden);
  return hidden === 0 ? null : <p className="list-foot">{main.hidden(hidden)}</p>;
}
