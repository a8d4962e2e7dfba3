// What the windows know of the device at this moment, gathered from its events: one plain store that components read with `useWorld`. It
// decides nothing; rows stand in a map that is kept up to date in place, and `version` tells that they changed.

import type { Status } from "@holdfast/core";
import type { Arrived, Counts, DeviceEvent, DraftView, Row, Stage } from "../device/port.ts";

export interface Progressing {
  readonly done: number;
  readonly total: number;
}

export interface World {
  readonly stage: Stage;
  readonly status: Status | null;
  readonly connected: boolean;
  readonly clockOff: number | null;
  readonly counts: Counts;
  /** Rises with every change of `rows`. */
  readonly version: number;
  /** `moved` rises when `find` may answer another list, `any` also where that is so only by a search, by time, or of what waits. */
  readonly order: { readonly moved: number; readonly any: number };
  /** Rises when details of items may be other; with the ids it was about. */
  readonly details: { readonly version: number; readonly ids: ReadonlySet<string> };
  readonly arrived: { readonly changes: readonly Arrived[]; readonly more: number };
  readonly drafts: readonly DraftView[];
  readonly progress: Readonly<Partial<Record<Extract<DeviceEvent, { type: "progress" }>["work"], Progressing>>>;
  readonly restored: Extract<DeviceEvent, { type: "restored" }> | null;
}

const noCounts: Counts = { all: 0, favorites: 0, trash: 0, kinds: {}, tags: [], hidden: 0 };
const beginning: World = {
  stage: { stage: "loading" },
  status: null,
  connected: false,
  clockOff: null,
  counts: noCounts,
  version: 0,
  order: { moved: 0, any: 0 },
  details: { version: 0, ids: new Set() },
  arrived: { changes: [], more: 0 },
  drafts: [],
  progress: {},
  restored: null,
};

export class WorldStore {
  readonly rows = new Map<string, Row>();
  #world: World = beginning;
  readonly #listeners = new Set<() => void>();

  get world(): World {
    return this.#world;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  readonly hear = (event: DeviceEvent): void => {
    this.#world = this.#after(event);
    for (const listener of [...this.#listeners]) listener();
  };

  #after(event: DeviceEvent): World {
    const world = this.#world;
    switch (event.type) {
      case "stage":
        return this.#atStage(event.stage);
      case "status":
        return { ...world, status: event.status, connected: event.connected, clockOff: event.clockOff };
      case "rows":
        if (event.reset) this.rows.clear();
        for (const row of event.rows) this.rows.set(row.id, row);
        for (const id of event.removed) this.rows.delete(id);
        return { ...world, version: world.version + 1 };
      case "counts":
        return { ...world, counts: event.counts };
      case "order":
        return { ...world, order: { moved: world.order.moved + (event.moved === false ? 0 : 1), any: world.order.any + 1 } };
      case "details":
        return { ...world, details: { version: world.details.version + 1, ids: new Set(event.ids) } };
      case "drafts":
        return { ...world, drafts: event.drafts };
      case "arrived":
        return { ...world, arrived: { changes: event.changes, more: event.more } };
      case "progress":
        return { ...world, progress: { ...world.progress, [event.work]: { done: event.done, total: event.total } } };
      case "restored":
        return { ...world, restored: event };
    }
  }

  /** What the vault held is forgotten with it. */
  #atStage(stage: Stage): World {
    if (stage.stage === "open") return { ...this.#world, stage };
    this.rows.clear();
    return { ...beginning, stage, status: this.#world.status, version: this.#world.version + 1 };
  }
}
