// Locks when nobody is there: a timer that begins anew with each sign of the person. A device that was asleep past its end locks when it wakes.

export class IdleLock {
  readonly #lock: () => void;
  #timer: ReturnType<typeof setTimeout> | null = null;
  /** Milliseconds since 1970. */
  #end = Number.POSITIVE_INFINITY;

  constructor(lock: () => void) {
    this.#lock = lock;
  }

  /** The person is here. `minutes`: null for never. */
  touch(minutes: number | null): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (minutes === null) return;
    const wait = minutes * 60_000;
    // Timers stand still while a device sleeps: the clock says whether the time is over.
    const slept = Date.now() > this.#end;
    this.#end = Date.now() + wait;
    if (slept) this.#over();
    else this.#timer = setTimeout(() => this.#over(), wait);
  }

  #over(): void {
    this.#timer = null;
    this.#end = Number.POSITIVE_INFINITY;
    this.#lock();
  }
}
