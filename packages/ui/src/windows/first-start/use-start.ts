// One try to start: busy while it runs, and what stood in its way.

import type { Result } from "@holdfast/protocol";
import { useState } from "react";
import { useTexts } from "../../text/texts.tsx";
import { type StartFailure, type StartField, startTrouble, type Trouble } from "./trouble.ts";

export interface Start {
  readonly busy: boolean;
  readonly trouble: Trouble | null;
  /** The sentence for one field, else null. */
  readonly at: (field: StartField) => string | null;
  readonly say: (trouble: Trouble | null) => void;
  readonly run: (work: () => Promise<Result<void, StartFailure>>, done?: () => void) => Promise<void>;
}

export function useStart(): Start {
  const texts = useTexts();
  const [busy, setBusy] = useState(false);
  const [trouble, say] = useState<Trouble | null>(null);
  return {
    busy,
    trouble,
    at: (field) => (trouble !== null && trouble.field === field ? trouble.sentence : null),
    say,
    async run(work, done = () => {}) {
      if (busy) return;
      setBusy(true);
      say(null);
      try {
        const result = await work();
        if (result.ok) done();
        else say(startTrouble(texts, result.error));
      } catch {
        say({ field: null, sentence: texts.common.failed });
      } finally {
        setBusy(false);
      }
    },
  };
}
