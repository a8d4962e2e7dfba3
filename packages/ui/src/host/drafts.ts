// Drafts: what a person has typed and not saved, sealed, one for each form. A draft that does not open (it was another account's) or can't be
// read is as if it were not there; it is never thrown away by itself. // A10

import type { LineSeal } from "@holdfast/core";
import { type Bytes, fromUtf8, utf8 } from "@holdfast/protocol";
import type { DraftView, Form } from "../device/port.ts";
import type { FormBase } from "./forms.ts";
import { draftOfText } from "./read-draft.ts";

/** Where sealed drafts lie on this device, by the names of their forms. */
export interface DraftStore {
  all(): Promise<readonly { readonly key: string; readonly sealed: Bytes }[]>;
  /** Durable when it resolves. */
  put(key: string, sealed: Bytes): Promise<void>;
  remove(key: string): Promise<void>;
  clear(): Promise<void>;
}

export interface Draft {
  readonly form: Form;
  readonly base: FormBase;
  /** When it was kept, milliseconds since 1970. */
  readonly at: number;
}

export class Drafts {
  readonly #store: DraftStore;
  readonly #seal: LineSeal;
  /** Writes go one after the other, so that the newest stands. */
  #written: Promise<void> = Promise.resolve();

  constructor(store: DraftStore, seal: LineSeal) {
    this.#store = store;
    this.#seal = seal;
  }

  keep(draft: Draft): Promise<void> {
    return this.#next(async () => {
      const [sealed] = await this.#seal.seal([utf8(JSON.stringify(draft))]);
      if (sealed !== undefined) await this.#store.put(draft.form.key, sealed);
    });
  }

  drop(key: string): Promise<void> {
    return this.#next(() => this.#store.remove(key));
  }

  async get(key: string): Promise<Draft | null> {
    return (await this.#all()).find(({ form }) => form.key === key) ?? null;
  }

  /** Newest first. */
  async list(): Promise<readonly DraftView[]> {
    const drafts = await this.#all();
    return drafts
      .map(({ form, at }) => ({
        key: form.key,
        id: form.id,
        kind: form.kind,
        title: form.fields.find(({ path }) => path === "title")?.value ?? "",
        at,
      }))
      .sort((a, b) => b.at - a.at);
  }

  async #all(): Promise<readonly Draft[]> {
    await this.#written;
    const kept = await this.#store.all();
    const opened = await this.#seal.open(kept.map(({ sealed }) => sealed));
    return opened.flatMap((content, i) => {
      const draft = content === null ? null : draftOfText(fromUtf8(content) ?? "");
      // A draft that was put under another form's name is nobody's.
      return draft === null || draft.form.key !== kept[i]?.key ? [] : [draft];
    });
  }

  #next(work: () => Promise<void>): Promise<void> {
    const done = this.#written.then(work);
    this.#written = done.catch(() => {});
    return done;
  }
}
