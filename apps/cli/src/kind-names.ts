// The kinds that --kind takes.

import { listedKinds } from "@holdfast/core";

export const kindNames: readonly string[] = listedKinds.map(({ name }) => name);

/** A sentence where the name is no kind. */
export const unknownKind = (name: string | null): string | null =>
  name === null || kindNames.includes(name) ? null : `There is no such kind. Kinds: ${kindNames.join(" ")}.`;
