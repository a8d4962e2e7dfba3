// The ids that the list shows: asked for anew when the section, the search or the order is another one, or the vault may answer otherwise.

import { useEffect, useMemo, useState } from "react";
import { usePlace } from "../../state/place.tsx";
import { usePreferences } from "../../state/use-preferences.ts";
import { useReach, useWorld } from "../../state/use-world.tsx";
import { Finder, type Found } from "./finder.ts";
import { sameSection } from "./sections.ts";

/** null until the first answer for this section; the answer to the search before stands until the next one is there. */
export function useFound(): Found | null {
  const { device } = useReach();
  const section = usePlace((place) => place.section);
  const search = usePlace((place) => place.search);
  const [{ order }] = usePreferences();
  const often = search.trim() !== "" || order === "changed" || section.section === "waiting";
  const version = useWorld((world) => (often ? world.order.any : world.order.moved));
  const [found, setFound] = useState<Found | null>(null);
  const finder = useMemo(() => new Finder((query) => device.find(query), setFound), [device]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version asks again for what is otherwise the same
  useEffect(() => finder.ask({ of: section, text: search, order }), [finder, section, search, order, version]);
  return found !== null && sameSection(found.query.of, section) ? found : null;
}
