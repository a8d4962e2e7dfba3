// Where in the windows the person is: the section and the search of the list, the item that is open, what is being edited, and the window
// over it. Each step is an entry of the browser's history, without an address of its own, so that the back button of a phone goes back from
// an item to the list and closes a window, and nothing of a vault stands in an address.

import { createContext, type ReactNode, useContext, useSyncExternalStore } from "react";
import type { Section } from "../device/port.ts";

export type SettingsSection = "general" | "security" | "devices" | "account" | "import-export" | "about";

/** The window over the others. */
export type Over =
  | { readonly over: "synchronization" }
  | { readonly over: "settings"; readonly section: SettingsSection }
  | { readonly over: "generator" }
  | { readonly over: "import" }
  | { readonly over: "export" }
  /** `first`: right after the account was made, with the check that it was kept. */
  | { readonly over: "kit"; readonly first?: boolean }
  | { readonly over: "setup-code" }
  | { readonly over: "about" };

/** What the item pane shows. */
export type Pane =
  | { readonly pane: "none" }
  | { readonly pane: "item"; readonly id: string }
  | { readonly pane: "history"; readonly id: string }
  /** An item being made (`kind`, under a key of its own), edited (`id`) or taken up again (`draft`). */
  | {
      readonly pane: "form";
      readonly of: { readonly kind: string; readonly key: string } | { readonly id: string } | { readonly draft: string };
    };

/** `check`: the password check takes the place of list and item. */
export type Page = "items" | "check";

export interface Place {
  readonly page: Page;
  readonly section: Section;
  readonly search: string;
  readonly pane: Pane;
  readonly over: Over | null;
}

export const beginning: Place = { page: "items", section: { section: "all" }, search: "", pane: { pane: "none" }, over: null };

/** Steps that the back button undoes; `history` of a browser is one. */
export interface Steps {
  push(place: Place): void;
  replace(place: Place): void;
  back(): void;
  /** Calls with the place that the person went back or forward to. */
  watch(came: (place: Place | null) => void): void;
}

export class PlaceStore {
  #place = beginning;
  /** How many of our own steps lie behind, so that closing a window goes back only over a step of ours. */
  #depth = 0;
  readonly #steps: Steps;
  readonly #listeners = new Set<() => void>();

  constructor(steps: Steps) {
    this.#steps = steps;
    steps.replace(beginning);
    steps.watch((place) => {
      this.#depth = Math.max(0, this.#depth - 1);
      this.#set(place ?? beginning);
    });
  }

  get place(): Place {
    return this.#place;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  /** Goes on to another place, with a step that the back button undoes. */
  readonly go = (change: Partial<Place>): void => {
    const place = { ...this.#place, ...change };
    this.#depth += 1;
    this.#steps.push(place);
    this.#set(place);
  };

  /** Changes the place without a step: while typing in the search, or moving through the list beside an item. */
  readonly stay = (change: Partial<Place>): void => {
    const place = { ...this.#place, ...change };
    this.#steps.replace(place);
    this.#set(place);
  };

  /** What a close button does: back where we came from by a step, else to `otherwise`. */
  readonly leave = (otherwise: Partial<Place>): void => {
    if (this.#depth > 0) this.#steps.back();
    else this.stay(otherwise);
  };

  readonly reset = (): void => {
    this.#depth = 0;
    this.stay(beginning);
  };

  #set(place: Place): void {
    this.#place = place;
    for (const listener of [...this.#listeners]) listener();
  }
}

/** Steps kept by the browser. A place is plain data and holds nothing of the vault but ids and what was searched for, in this tab's memory. */
export function browserSteps(): Steps {
  const places = new Map<number, Place>();
  let last = 0;
  const numbered = (place: Place): number => {
    places.set(++last, place);
    return last;
  };
  return {
    push: (place) => history.pushState(numbered(place), ""),
    replace: (place) => history.replaceState(numbered(place), ""),
    back: () => history.back(),
    watch: (came) => addEventListener("popstate", ({ state }) => came(places.get(state) ?? null)),
  };
}

const PlaceContext = createContext<PlaceStore | null>(null);

export const PlaceProvider = ({ store, children }: { readonly store: PlaceStore; readonly children: ReactNode }) => (
  <PlaceContext value={store}>{children}</PlaceContext>
);

export function usePlaces(): PlaceStore {
  const store = useContext(PlaceContext);
  if (store === null) throw new Error("a window stands outside its provider");
  return store;
}

/** A part of the place. `select` answers the same value as long as nothing in it changed. */
export function usePlace<T>(select: (place: Place) => T): T {
  const store = usePlaces();
  return useSyncExternalStore(store.subscribe, () => select(store.place));
}
