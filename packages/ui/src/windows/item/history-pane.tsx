// Every value that the fields of an item have had, newest first, each with the way back to it.

import { useEffect, useState } from "react";
import type { HistoryEntry } from "../../device/port.ts";
import { Button } from "../../parts/button.tsx";
import { NotLoaded } from "../../parts/not-loaded.tsx";
import { Secret } from "../../parts/secret.tsx";
import { usePlaces } from "../../state/place.tsx";
import { useReach, useWorld } from "../../state/use-world.tsx";
import { labelName } from "../../text/naming.ts";
import { type Texts, useTexts } from "../../text/texts.tsx";
import { useChanges } from "../main/use-changes.ts";

const shownAtOnce = 200;

export function HistoryPane({ id }: { readonly id: string }) {
  const { device, store } = useReach();
  const { common, item, main } = useTexts();
  const places = usePlaces();
  const changed = useWorld((world) => world.details.version);
  const [entries, setEntries] = useState<readonly HistoryEntry[] | null>(null);
  const [failed, setFailed] = useState(false);
  const [shown, show] = useState(shownAtOnce);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when details are other ones
  useEffect(() => {
    let wanted = true;
    device.history(id).then(
      (told) => wanted && setEntries(told),
      () => wanted && setFailed(true),
    );
    return () => {
      wanted = false;
    };
  }, [device, id, changed, failed]);
  const title = store.rows.get(id)?.title ?? "";
  if (failed && entries === null) return <NotLoaded again={() => setFailed(false)} />;
  return (
    <main className="item" aria-busy={entries === null}>
      <div className="item-head">
        <Button icon="left" name={common.back} look="ghost" size="square" press={() => places.leave({ pane: { pane: "item", id } })} />
        <h1>{item.historyOf(title === "" ? main.untitled : title)}</h1>
      </div>
      <p className="quiet small">{item.historyAbout}</p>
      {entries === null ? null : entries.length === 0 ? (
        <p>{item.noHistory}</p>
      ) : (
        <ul className="group past">
          {entries.slice(0, shown).map((entry) => (
            <Past key={`${entry.path} ${entry.key}`} id={id} entry={entry} />
          ))}
        </ul>
      )}
      {entries !== null && entries.length > shown ? (
        <Button press={() => show(shown + shownAtOnce)}>{item.earlier(entries.length - shown)}</Button>
      ) : null}
    </main>
  );
}

/** A flag is told in words. */
function saidOf({ path, value }: HistoryEntry, item: Texts["item"]): string {
  if (path === "trashed") return item.movedToTrash;
  return path.startsWith("tag/") || path === "favorite" ? item.set : (value ?? "");
}

function Past({ id, entry }: { readonly id: string; readonly entry: HistoryEntry }) {
  const texts = useTexts();
  const { item, time } = texts;
  const { device } = useReach();
  const changes = useChanges();
  const [value, setValue] = useState(entry.value);
  const shown = !entry.concealed || value !== null;
  const label = labelName(texts, entry.label, entry.path.startsWith("custom/"));
  const toggle = async (): Promise<void> => setValue(value === null ? await device.revealPast(id, entry.path, entry.key) : null);
  const restore = () =>
    changes.make(
      () => device.restorePast(id, entry.path, entry.key),
      () => item.valueRestored(label),
    );
  return (
    <li className="field">
      <span className="label">
        {label}
        <br />
        <span className="tiny faint">
          {time.dateAndTime(entry.changed)}
          {entry.device === null ? "" : ` · ${entry.device}`}
        </span>
      </span>
      <span className="value">
        {entry.removed ? (
          <i className="quiet">{entry.path === "trashed" ? item.notInTrash : item.removed}</i>
        ) : !shown ? (
          <span className="dots" role="img" aria-label={item.hiddenValue(label)}>
            ••••••••••••
          </span>
        ) : entry.concealed ? (
          <Secret value={value ?? ""} />
        ) : (
          <span className="lines">{saidOf(entry, item)}</span>
        )}
      </span>
      <span className="acts">
        {entry.concealed && !entry.removed ? (
          <Button
            icon={shown ? "hide" : "show"}
            name={shown ? item.hide(label) : item.show(label)}
            look="ghost"
            size="square"
            press={() => void toggle()}
          />
        ) : null}
        {entry.current ? (
          <span className="badge ok">{item.current}</span>
        ) : (
          <Button size="small" name={item.restoreValue(label)} press={() => void restore()}>
            {texts.common.restore}
          </Button>
        )}
      </span>
    </li>
  );
}
