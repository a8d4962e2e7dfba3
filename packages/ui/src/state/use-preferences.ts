// Preferences of this device, for components; and the page that follows them.

import { useEffect, useState } from "react";
import type { PreferenceValues } from "../platform.ts";
import { useReach } from "./use-world.tsx";

export function usePreferences(): readonly [PreferenceValues, (change: Partial<PreferenceValues>) => void] {
  const { preferences } = useReach().platform;
  const [values, setValues] = useState(() => preferences.read());
  useEffect(() => preferences.watch(() => setValues(preferences.read())), [preferences]);
  return [values, preferences.write];
}

/** The theme and the density stand on the page itself, where styles read them. */
export function useAppearance(): void {
  const [{ theme, density }] = usePreferences();
  useEffect(() => {
    const { dataset } = document.documentElement;
    if (theme === "system") delete dataset.theme;
    else dataset.theme = theme;
    dataset.density = density;
  }, [theme, density]);
}
