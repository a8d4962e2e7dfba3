// Several items chosen together. While it is on, a click chooses instead of opening; a click with Ctrl or Shift begins it.

import { useMemo, useState } from "react";
import { between } from "./list-keys.ts";

export interface Selection {
  readonly ids: ReadonlySet<string>;
  readonly mode: boolean;
  begin(): void;
  toggle(id: string): void;
  /** All rows between two places join. */
  extend(ids: readonly string[], from: number, to: number): void;
  all(ids: readonly string[]): void;
  clear(): void;
}

interface State {
  readonly ids: ReadonlySet<string>;
  readonly mode: boolean;
}

const none: State = { ids: new Set(), mode: false };

export function useSelection(): Selection {
  const [state, setState] = useState(none);
  return useMemo(
    () => ({
      ...state,
      begin: () => setState({ ids: new Set(), mode: true }),
      toggle: (id) =>
        setState(({ ids }) => {
          const next = new Set(ids);
          if (!next.delete(id)) next.add(id);
          return { ids: next, mode: true };
        }),
      extend: (ids, from, to) =>
        setState((before) => ({
          mode: true,
          ids: new Set([...before.ids, ...between(from, to).flatMap((place) => ids[place] ?? [])]),
        })),
      all: (ids) => setState({ mode: true, ids: new Set(ids) }),
      clear: () => setState(none),
    }),
    [state],
  );
}
