// The forms that are open: what was typed in them is kept before the vault locks or the page begins anew.

export class OpenForms {
  readonly #keepers = new Set<() => Promise<void>>();

  /** `keep` makes durable what was typed; the answer ends it. */
  add(keep: () => Promise<void>): () => void {
    this.#keepers.add(keep);
    return () => void this.#keepers.delete(keep);
  }

  /** Resolves when all is kept, or can't be. */
  async keep(): Promise<void> {
    await Promise.allSettled([...this.#keepers].map((keep) => keep()));
  }
}
