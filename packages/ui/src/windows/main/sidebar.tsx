// The sidebar: where to look, and at its foot the synchronization corner. On a tablet it is a rail of icons, whose names are told on a touch.

import { useMemo } from "react";
import { Icon, Mark } from "../../parts/icon.tsx";
import { usePlace, usePlaces } from "../../state/place.tsx";
import { useReach, useWorld } from "../../state/use-world.tsx";
import { useTexts } from "../../text/texts.tsx";
import { Corner } from "../synchronization/corner.tsx";
import { type Entry, kindEntries, type Marks, markEntries, marksOf, sameSection, sectionKey, tagEntries, trashEntry } from "./sections.ts";

export function Sidebar() {
  const { common } = useTexts();
  return (
    <aside className="side">
      <div className="brand">
        <Mark />
        <span>{common.product}</span>
      </div>
      <VaultNavigation />
      <Corner />
    </aside>
  );
}

/** Counted over all rows, and only when rows have changed. */
export function useMarks(): Marks {
  const { store } = useReach();
  const version = useWorld((world) => world.version);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the rows are one map that is changed in place; its version tells of changes
  return useMemo(() => marksOf(store.rows.values()), [store, version]);
}

/** `chosen`: called after a step, for a sheet that closes then. */
export function VaultNavigation({ chosen }: { readonly chosen?: () => void }) {
  const texts = useTexts();
  const { main } = texts;
  const places = usePlaces();
  const counts = useWorld((world) => world.counts);
  const checking = usePlace(({ page }) => page === "check");
  const marks = markEntries(texts, useMarks());
  const tags = tagEntries(texts, counts);
  return (
    <nav className="nav" aria-label={main.vault}>
      <Entries entries={kindEntries(texts, counts)} {...(chosen === undefined ? {} : { chosen })} />
      {marks.length === 0 ? null : <Entries entries={marks} {...(chosen === undefined ? {} : { chosen })} />}
      <ul aria-label={main.tools}>
        <li>
          <NavLink
            name={main.check}
            icon="check-up"
            current={checking}
            go={() => {
              if (!checking) places.go({ page: "check", pane: { pane: "none" } });
              chosen?.();
            }}
          />
        </li>
        <li>
          <NavLink name={main.generator} icon="generator" go={() => places.go({ over: { over: "generator" } })} />
        </li>
        <SectionLink entry={trashEntry(texts, counts)} {...(chosen === undefined ? {} : { chosen })} />
      </ul>
      {tags.length === 0 ? null : <Entries entries={tags} name={main.tags} {...(chosen === undefined ? {} : { chosen })} />}
    </nav>
  );
}

interface EntriesOptions {
  readonly entries: readonly Entry[];
  readonly name?: string;
  readonly chosen?: () => void;
}

const Entries = ({ entries, name, chosen }: EntriesOptions) => (
  <ul {...(name === undefined ? {} : { "aria-label": name })}>
    {entries.map((entry) => (
      <SectionLink key={sectionKey(entry.section)} entry={entry} {...(chosen === undefined ? {} : { chosen })} />
    ))}
  </ul>
);

function SectionLink({ entry, chosen }: { readonly entry: Entry; readonly chosen?: () => void }) {
  const places = usePlaces();
  const here = usePlace(({ page, section }) => page === "items" && sameSection(section, entry.section));
  const go = (): void => {
    if (!here) places.go({ page: "items", section: entry.section, search: "", pane: { pane: "none" } });
    chosen?.();
  };
  return (
    <li>
      <NavLink name={entry.name} icon={entry.icon} count={entry.count} current={here} go={go} />
    </li>
  );
}

interface NavLinkOptions {
  readonly name: string;
  readonly icon: string;
  readonly count?: number | null;
  readonly current?: boolean;
  readonly go: () => void;
}

/** The number is left out of the name: the heading of the list says it. */
function NavLink({ name, icon, count = null, current = false, go }: NavLinkOptions) {
  const { main } = useTexts();
  return (
    <a
      href="/"
      title={name}
      {...(current ? { "aria-current": "page" } : {})}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        go();
      }}
    >
      <Icon name={icon} />
      <span className="cut">{name}</span>
      {count === null ? null : (
        <span className="n" aria-hidden="true">
          {main.count(count)}
        </span>
      )}
    </a>
  );
}
