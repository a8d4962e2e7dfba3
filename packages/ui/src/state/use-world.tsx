// How components reach the device, the platform and what is known: by one context.

import { createContext, type ReactNode, useContext, useSyncExternalStore } from "react";
import type { Device } from "../device/port.ts";
import type { Platform } from "../platform.ts";
import type { OpenForms } from "./open-forms.ts";
import type { World, WorldStore } from "./world.ts";

export interface Reach {
  readonly device: Device;
  readonly platform: Platform;
  readonly store: WorldStore;
  readonly forms: OpenForms;
}

const ReachContext = createContext<Reach | null>(null);

export const ReachProvider = ({ reach, children }: { readonly reach: Reach; readonly children: ReactNode }) => (
  <ReachContext value={reach}>{children}</ReachContext>
);

export function useReach(): Reach {
  const reach = useContext(ReachContext);
  if (reach === null) throw new Error("a window stands outside its provider");
  return reach;
}

/** A part of what is known. `select` answers the same value as long as nothing in it changed. */
export function useWorld<T>(select: (world: World) => T): T {
  const { store } = useReach();
  return useSyncExternalStore(store.subscribe, () => select(store.world));
}
