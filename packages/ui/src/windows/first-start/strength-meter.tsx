// How soon a password would be guessed: four bars and a word. Judged in the worker, which loads its dictionaries when a password is first typed.

import type { Strength } from "@holdfast/core";
import { useTexts } from "../../text/texts.tsx";

export function StrengthMeter({ score }: { readonly score: Strength["score"] }) {
  const { firstStart } = useTexts();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a meter of HTML can't be drawn as bars that differ
    <div
      className="strength"
      data-score={score}
      role="meter"
      aria-label={firstStart.strength}
      aria-valuemin={0}
      aria-valuemax={4}
      aria-valuenow={score}
      aria-valuetext={firstStart.strengths[score] ?? ""}
    >
      <i />
      <i />
      <i />
      <i />
    </div>
  );
}
