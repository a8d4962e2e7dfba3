// Keeps an open form as a sealed draft: a little after each change, and at once when the page is hidden or the pane goes.

import { useEffect, useRef } from "react";
import type { Form } from "../../device/port.ts";
import { useReach } from "../../state/use-world.tsx";

const keepAfterMs = 400;

export interface Kept {
  /** Nothing more is to be kept: it was saved, or thrown away. */
  done(): void;
}

/** `left`: called with a form that was changed and is left without being saved. */
export function useKept(form: Form, changed: boolean, left: (form: Form) => void): Kept {
  const { device } = useReach();
  const newest = useRef({ form, changed, kept: true, done: false });
  const leaving = useRef(left);
  leaving.current = left;
  const keep = (): void => {
    const now = newest.current;
    if (now.kept || !now.changed || now.done) return;
    now.kept = true;
    device.keepDraft(now.form).catch(() => {
      now.kept = false;
    });
  };
  useEffect(() => {
    if (newest.current.form === form) return;
    newest.current = { form, changed, kept: false, done: newest.current.done };
    const timer = setTimeout(keep, keepAfterMs);
    return () => clearTimeout(timer);
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: one listener for the life of the pane; it reads what is newest
  useEffect(() => {
    document.addEventListener("visibilitychange", keep);
    addEventListener("pagehide", keep);
    return () => {
      keep();
      document.removeEventListener("visibilitychange", keep);
      removeEventListener("pagehide", keep);
      if (newest.current.changed && !newest.current.done) leaving.current(newest.current.form);
    };
  }, []);
  return {
    done: () => {
      newest.current.done = true;
    },
  };
}
