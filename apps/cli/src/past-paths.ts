// Paths that a person may name in a history: also those of fields that were removed.

import { type Item, isCustomValue, type Path } from "@holdfast/core";

/** Paths that have or had a value which the typed one means: itself, or custom fields that bear or bore its label. */
export function pathsWithHistory(item: Item, typed: string): readonly Path[] {
  if (item.fields.has(typed)) return [typed];
  if (!typed.startsWith("custom/")) return [];
  const label = typed.slice("custom/".length);
  return [...item.fields].flatMap(([path, registers]) =>
    path.startsWith("custom/") && registers.some(([value]) => isCustomValue(value) && value.label === label) ? [path] : [],
  );
}
