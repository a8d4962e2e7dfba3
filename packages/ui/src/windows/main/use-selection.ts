// Several items chosen together. `mode`: a touch chooses instead of opening, for hands without a keyboard.

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
        setState(({ ids, mode }) => {
          const next = new Set(ids);
          if (!next.delete(id)) next.add(id);
          return { ids: next, mode };
        }),
      extend: (ids, from, to) =>
        setState((before) => ({
          ...before,
          ids: new Set([...before.ids, ...between(from, to).flatMap((place) => ids[place] ?? [])]),
        })),
      all: (ids) => setState((before) => ({ ...before, ids: new Set(ids) })),
      clear: () => setState(none),
    }),
    [state],
  );
}
