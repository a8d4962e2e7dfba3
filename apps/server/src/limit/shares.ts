// So much at once, of whatever the server holds while somebody is slow: in all, and of that no more than a share for each who asks, so
// that none of them takes all there is. What is taken is given back. Holds a key only while something of its is taken. // C36

export interface Portion {
  readonly each: number;
  readonly all: number;
}

export class Shares {
  readonly #portion: Portion;
  readonly #taken = new Map<string, number>();
  #all = 0;

  constructor(portion: Portion) {
    this.#portion = portion;
  }

  /** Those who hold something now. */
  get count(): number {
    return this.#taken.size;
  }

  /** Takes `amount`; the answer gives it back, once however often it is called. Null where there is not so much. A null key is bound by the whole alone. */
  take(key: string | null, amount = 1): (() => void) | null {
    const { each, all } = this.#portion;
    const held = key === null ? 0 : (this.#taken.get(key) ?? 0);
    if (this.#all + amount > all || (key !== null && held + amount > each)) return null;
    this.#add(key, amount);
    let given = false;
    return () => {
      if (!given) this.#add(key, -amount);
      given = true;
    };
  }

  #add(key: string | null, amount: number): void {
    this.#all += amount;
    if (key === null) return;
    const held = (this.#taken.get(key) ?? 0) + amount;
    if (held === 0) this.#taken.delete(key);
    else this.#taken.set(key, held);
  }
}
