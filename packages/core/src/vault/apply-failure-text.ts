// Why an edit could not be made, in one sentence.

import type { ApplyFailure } from "./apply.ts";

export function applyFailureText(failure: ApplyFailure): string {
  switch (failure.type) {
    case "bad-kind":
      return "The name of the kind can't be one.";
    case "bad-path":
      return "The name of a field can't be one: it is too long or holds control characters.";
    case "bad-value":
      return "A value can't be kept: it is not well-formed text.";
    case "too-large":
      return `The item would be too large: ${kibibytes(failure.bytes)} of at most ${kibibytes(failure.limit)}.`;
    case "too-many-fields":
      return `The item would have ${failure.fields} fields of at most ${failure.limit}.`;
    case "no-stamp-left":
      return "The item can't be changed any more; add a new one in its place.";
  }
}

const kibibytes = (bytes: number): string => `${Math.ceil(bytes / 1024)} KiB`;
