// The list of items: only rows in sight are drawn, however many there are. One list box with one active option, as the ARIA pattern has it;
// arrows move, Enter opens, typed letters go to a title.

import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, type MouseEvent, useEffect, useMemo, useRef, useState } from "react";
import type { Query, Row } from "../../device/port.ts";
import { Icon } from "../../parts/icon.tsx";
import { Tile } from "../../parts/tile.tsx";
import { usePlace, usePlaces } from "../../state/place.tsx";
import { phoneWidth, useMedia } from "../../state/use-media.ts";
import { useReach, useWorld } from "../../state/use-world.tsx";
import { useTexts } from "../../text/texts.tsx";
import { placeAfter, placeOfTyped } from "./list-keys.ts";
import { rowHeights } from "./row-heights.ts";
import type { Selection } from "./use-selection.ts";

const typedForMs = 700;
/** Rows drawn above and below those in sight: what a turn of a wheel uncovers, and no more to draw in a jump than need be. */
const beyondSight = 4;

function useRowHeight(): number {
  const coarse = useMedia("(pointer: coarse), (max-width: 639px)");
  const compact = document.documentElement.dataset.density === "compact";
  return rowHeights[coarse ? "touch" : compact ? "compact" : "usual"];
}

interface ItemListOptions {
  readonly ids: readonly string[];
  /** What was asked for: where that is another question, what is open comes into sight. */
  readonly query: Query;
  readonly selection: Selection;
}

export function ItemList({ ids, query, selection }: ItemListOptions) {
  const { main } = useTexts();
  const { store } = useReach();
  const places = usePlaces();
  const phone = useMedia(phoneWidth);
  const open = usePlace(({ pane }) => (pane.pane === "item" || pane.pane === "history" ? pane.id : null));
  useWorld((world) => world.version);
  const scroller = useRef<HTMLDivElement>(null);
  const edited = usePlace(({ pane }) => (pane.pane === "form" && "id" in pane.of ? pane.of.id : null));
  const [active, setActive] = useState<string | null>(open);
  const height = useRowHeight();
  const rows = useVirtualizer({
    count: ids.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: beyondSight,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: measured anew when rows are of another height
  useEffect(() => rows.measure(), [height]);
  const place = useMemo(() => (active === null ? -1 : ids.indexOf(active)), [ids, active]);
  const asked = JSON.stringify(query);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a list that changes under a person stays where they look
  useEffect(() => {
    if (place >= 0 && !rows.getVirtualItems().some(({ index }) => index === place)) rows.scrollToIndex(place, { align: "center" });
  }, [asked]);
  const typed = useTyped();
  const show = (id: string): void => {
    setActive(id);
    if (id === open) return;
    // Beside the list an item takes the place of the one before it; on a phone it is a step, which the back button undoes.
    if (phone || open === null) places.go({ pane: { pane: "item", id } });
    else places.stay({ pane: { pane: "item", id } });
  };
  const move = (to: number | null): void => {
    const id = to === null ? undefined : ids[to];
    if (to === null || id === undefined) return;
    rows.scrollToIndex(to);
    setActive(id);
    if (!phone && open !== null) show(id);
  };
  const click = (id: string, event: MouseEvent): void => {
    if (event.shiftKey) {
      selection.extend(ids, Math.max(0, place), ids.indexOf(id));
      setActive(id);
    } else if (selection.mode || event.ctrlKey || event.metaKey) {
      selection.toggle(id);
      setActive(id);
    } else show(id);
  };
  /** Keys that choose several; false where it is another. */
  const chooses = (event: KeyboardEvent): boolean => {
    const id = ids[place];
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "a") selection.all(ids);
    else if (selection.mode && event.key === "Escape") selection.clear();
    else if (selection.mode && event.key === " " && id !== undefined) selection.toggle(id);
    else return false;
    event.preventDefault();
    return true;
  };
  const key = (event: KeyboardEvent): void => {
    if (chooses(event) || event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? height) / height) - 1);
    const next = placeAfter(event.key, { active: place, count: ids.length, page });
    if (next !== null) {
      event.preventDefault();
      move(next);
    } else if (event.key === "Enter" || (event.key === " " && !typed.going())) {
      event.preventDefault();
      const id = ids[place];
      if (id !== undefined) show(id);
    } else if (event.key.length === 1) {
      move(placeOfTyped(typed.add(event.key), place, { count: ids.length, at: (i) => store.rows.get(ids[i] ?? "")?.title ?? "" }));
    }
  };
  const activeId = place >= 0 ? `item-${active}` : undefined;
  return (
    <div
      ref={scroller}
      className="rows inset-focus"
      role="listbox"
      aria-label={main.items}
      tabIndex={0}
      data-items
      {...(selection.mode ? { "aria-multiselectable": true } : {})}
      onKeyDown={key}
      {...(activeId === undefined ? {} : { "aria-activedescendant": activeId })}
    >
      <div className="rows-inside" role="presentation" style={{ blockSize: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start }) => {
          const id = ids[index] ?? "";
          const row = store.rows.get(id);
          if (row === undefined) return null;
          return (
            <ListRow
              key={id}
              row={row}
              start={start}
              place={index + 1}
              total={ids.length}
              chosen={selection.mode ? selection.ids.has(id) : id === (open ?? edited)}
              choosing={selection.mode}
              active={id === active}
              click={click}
            />
          );
        })}
      </div>
    </div>
  );
}

/** Letters typed one soon after the other. */
function useTyped(): { add(letter: string): string; going(): boolean } {
  const typed = useRef({ text: "", at: 0 });
  return {
    add(letter) {
      const now = performance.now();
      typed.current = { text: now - typed.current.at < typedForMs ? typed.current.text + letter : letter, at: now };
      return typed.current.text;
    },
    going: () => performance.now() - typed.current.at < typedForMs,
  };
}

interface ListRowOptions {
  readonly row: Row;
  readonly start: number;
  readonly place: number;
  readonly total: number;
  readonly chosen: boolean;
  readonly active: boolean;
  readonly choosing: boolean;
  readonly click: (id: string, event: MouseEvent) => void;
}

function ListRow({ row, start, place, total, chosen, active, choosing, click }: ListRowOptions) {
  const { main } = useTexts();
  const title = row.title === "" ? main.untitled : row.title;
  const name = [title, row.subtitle].filter((part) => part !== "").join(", ");
  // What the marks say; a name that is given hides what stands within.
  const marks = [row.conflict ? main.conflict : "", row.waiting ? main.waiting : "", row.favorite ? main.favorite : ""];
  const description = marks.filter((mark) => mark !== "").join(", ");
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys are the list box's, which holds the focus
    <div
      id={`item-${row.id}`}
      className={active ? "row placed active" : "row placed"}
      role="option"
      tabIndex={-1}
      aria-selected={chosen}
      aria-label={name}
      {...(description === "" ? {} : { "aria-description": description })}
      aria-setsize={total}
      aria-posinset={place}
      style={{ transform: `translateY(${start}px)` }}
      onClick={(event) => click(row.id, event)}
    >
      {choosing ? (
        <span className={chosen ? "pick on" : "pick"}>{chosen ? <Icon name="check" size="s" /> : null}</span>
      ) : (
        <Tile kind={row.kind} title={title} />
      )}
      <div className="cut">
        <div className="t cut">{title}</div>
        <div className="u cut">{row.subtitle}</div>
      </div>
      <Marks row={row} />
    </div>
  );
}

function Marks({ row }: { readonly row: Row }) {
  const { main } = useTexts();
  return (
    <div className="marks">
      {row.conflict ? (
        <span className="mark-conflict" title={main.conflict}>
          <Icon name="conflict" />
        </span>
      ) : null}
      {row.waiting ? (
        <span className="mark-wait" title={main.waiting}>
          <Icon name="up" />
        </span>
      ) : null}
      {row.favorite ? (
        <span title={main.favorite}>
          <Icon name="star-on" />
        </span>
      ) : null}
    </div>
  );
}
