// Keeps an open form as a sealed draft: at the first change, then as often as changes come, and before the vault locks, the page is hidden or
// the pane goes.

import { useEffect, useRef } from "react";
import type { Form } from "../../device/port.ts";
import { useReach } from "../../state/use-world.tsx";

/** From one keeping to the next, in milliseconds. */
const atMostEveryMs = 300;

export interface Kept {
  /** Nothing more is to be kept: it was saved, or thrown away. */
  done(): void;
}

/** `left`: called with a form that was changed and is left without being saved. */
export function useKept(form: Form, changed: boolean, left: (form: Form) => void): Kept {
  const { device, forms } = useReach();
  const newest = useRef({ form, changed, kept: true, done: false });
  const last = useRef(Number.NEGATIVE_INFINITY);
  const leaving = useRef(left);
  leaving.current = left;
  const keep = async (): Promise<void> => {
    const now = newest.current;
    if (now.kept || !now.changed || now.done) return;
    now.kept = true;
    last.current = performance.now();
    try {
      await device.keepDraft(now.form);
    } catch {
      now.kept = false;
    }
  };
  useEffect(() => {
    if (newest.current.form === form) return;
    newest.current = { form, changed, kept: false, done: newest.current.done };
    const timer = setTimeout(() => void keep(), Math.max(0, last.current + atMostEveryMs - performance.now()));
    return () => clearTimeout(timer);
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: one listener for the life of the pane; it reads what is newest
  useEffect(() => {
    const hidden = (): void => void keep();
    const forget = forms.add(keep);
    document.addEventListener("visibilitychange", hidden);
    addEventListener("pagehide", hidden);
    return () => {
      forget();
      void keep();
      document.removeEventListener("visibilitychange", hidden);
      removeEventListener("pagehide", hidden);
      if (newest.current.changed && !newest.current.done) leaving.current(newest.current.form);
    };
  }, []);
  return {
    done: () => {
      newest.current.done = true;
    },
  };
}
