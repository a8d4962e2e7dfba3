// Questions before something large that no window of its own asks: one at a time, over whatever is open. A lock answers with no.

import { createContext, type ReactNode, useContext, useSyncExternalStore } from "react";
import { Confirm, type ConfirmOptions } from "./confirm.tsx";

type Question = Pick<ConfirmOptions, "title" | "text" | "act">;

interface Asked extends Question {
  readonly answer: (yes: boolean) => void;
}

export class QuestionStore {
  #asked: Asked | null = null;
  readonly #listeners = new Set<() => void>();

  get asked(): Asked | null {
    return this.#asked;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  /** Whether the person says yes; another question that is still open is answered with no. */
  readonly ask = (question: Question): Promise<boolean> => {
    this.dismiss();
    const { promise, resolve } = Promise.withResolvers<boolean>();
    this.#set({
      ...question,
      answer: (yes) => {
        this.#set(null);
        resolve(yes);
      },
    });
    return promise;
  };

  readonly dismiss = (): void => this.#asked?.answer(false);

  #set(asked: Asked | null): void {
    this.#asked = asked;
    for (const listener of [...this.#listeners]) listener();
  }
}

const QuestionContext = createContext<QuestionStore | null>(null);

export const QuestionProvider = ({ store, children }: { readonly store: QuestionStore; readonly children: ReactNode }) => (
  <QuestionContext value={store}>{children}</QuestionContext>
);

export function useQuestions(): QuestionStore {
  const store = useContext(QuestionContext);
  if (store === null) throw new Error("a window stands outside its provider");
  return store;
}

export function Questions() {
  const store = useQuestions();
  const asked = useSyncExternalStore(store.subscribe, () => store.asked);
  if (asked === null) return null;
  const { title, text, act, answer } = asked;
  return <Confirm title={title} text={text} act={act} go={() => answer(true)} close={() => answer(false)} />;
}
