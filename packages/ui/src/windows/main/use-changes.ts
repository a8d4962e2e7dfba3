// Carries out a change and tells of it, with "Undo"; what fails is told as well, and stays until it is read. An "Undo" that would take much of
// the vault away asks first.

import { isMuch } from "@holdfast/core";
import { useMemo } from "react";
import type { Device, EditTrouble } from "../../device/port.ts";
import { type QuestionStore, useQuestions } from "../../parts/questions.tsx";
import { type ToastStore, useToasts } from "../../parts/toasts.tsx";
import { useReach } from "../../state/use-world.tsx";
import type { WorldStore } from "../../state/world.ts";
import { labelName } from "../../text/naming.ts";
import { type Texts, useTexts } from "../../text/texts.tsx";
import { editTrouble } from "../edit/edit-trouble.ts";

type Change<T> = () => Promise<{ readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: EditTrouble }>;

interface ChangesOptions {
  readonly device: Device;
  readonly store: WorldStore;
  readonly toasts: ToastStore;
  readonly questions: QuestionStore;
  readonly texts: Texts;
}

export class Changes {
  readonly #device: Device;
  readonly #store: WorldStore;
  readonly #toasts: ToastStore;
  readonly #questions: QuestionStore;
  readonly #texts: Texts;

  constructor({ device, store, toasts, questions, texts }: ChangesOptions) {
    this.#device = device;
    this.#store = store;
    this.#toasts = toasts;
    this.#questions = questions;
    this.#texts = texts;
  }

  /** null where it did not work, which is told. */
  async make<T extends { readonly undo: string }>(change: Change<T>, text: (made: T) => string): Promise<T | null> {
    try {
      const made = await change();
      if (made.ok) {
        this.tell(text(made.value), made.value.undo);
        return made.value;
      }
      this.fault(editTrouble(this.#texts, made.error));
    } catch {
      this.fault(this.#texts.common.failed);
    }
    return null;
  }

  tell(text: string, ...undo: readonly string[]): void {
    if (undo.length === 0) this.#toasts.show({ text, icon: "check" });
    else this.#toasts.show({ text, icon: "check", undo: () => void this.#takeBack(text, undo) });
  }

  fault(text: string): void {
    this.#toasts.show({ text, icon: "info", stays: true });
  }

  /** Whether the person, where much would go, wants it so. */
  async #agreed(tokens: readonly string[]): Promise<boolean> {
    const { main } = this.#texts;
    const count = await this.#device.undoTrashes(tokens);
    const { all } = this.#store.world.counts;
    if (!isMuch(count, all)) return true;
    return this.#questions.ask({ title: main.trashMuch(count), text: main.trashMuchAbout(count, all), act: main.toTrash });
  }

  /** What was taken back can be taken back as well; what was not, after a question, still can. */
  async #takeBack(text: string, tokens: readonly string[]): Promise<void> {
    const { common, main } = this.#texts;
    const again: string[] = [];
    const left: string[] = [];
    let failed = 0;
    try {
      if (!(await this.#agreed(tokens))) {
        if (this.#store.world.stage.stage === "open") this.tell(text, ...tokens);
        return;
      }
      for (const token of tokens) {
        const undone = await this.#device.undo(token);
        if (undone.ok) {
          again.push(undone.value.undo);
          left.push(...undone.value.left);
        } else if (tokens.length === 1) {
          return this.fault(undone.error.type === "too-late" ? main.undoLate : editTrouble(this.#texts, undone.error));
        } else failed++;
      }
      if (failed === tokens.length) return this.fault(main.undoLate);
      if (failed > 0) return this.tell(main.undoneSome(failed), ...again);
      this.tell(
        left.length === 0 ? main.undone : main.undoneBut([...new Set(left)].map((label) => labelName(this.#texts, label))),
        ...again,
      );
    } catch {
      this.fault(common.failed);
    }
  }
}

export function useChanges(): Changes {
  const { device, store } = useReach();
  const toasts = useToasts();
  const questions = useQuestions();
  const texts = useTexts();
  return useMemo(() => new Changes({ device, store, toasts, questions, texts }), [device, store, toasts, questions, texts]);
}
