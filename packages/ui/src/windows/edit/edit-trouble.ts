// Why an edit was not taken, in a sentence. Pure.

import type { EditTrouble } from "../../device/port.ts";
import type { Texts } from "../../text/texts.tsx";

export function editTrouble({ edit }: Pick<Texts, "edit">, trouble: EditTrouble): string {
  switch (trouble.type) {
    case "too-large":
      return edit.troubles.tooLarge(trouble.bytes, trouble.limit);
    case "too-many-fields":
      return edit.troubles.tooManyFields(trouble.fields, trouble.limit);
    case "not-found":
      return edit.troubles.notFound;
    case "bad-value":
    case "bad-path":
      return edit.troubles.badValue;
    case "bad-kind":
    case "no-stamp-left":
      return edit.troubles.other;
  }
}
