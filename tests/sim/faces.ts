// A server with two faces: from one moment on it goes on twice, and shows some devices the one history and others the other. Each face is true in
// itself and acknowledges what it is given; that they are two is the lie. In the end one of them is all there is. // S21, H5

import type { Member } from "./member.ts";
import type { ServerLife } from "./server-life.ts";

export class Faces {
  readonly first: ServerLife;
  #second: ServerLife | null = null;
  readonly #shownSecond = new Set<Member>();
  /** Every machine that there ever was, for what lies on its disk. */
  readonly all: ServerLife[];

  constructor(first: ServerLife) {
    this.first = first;
    this.all = [first];
  }

  get areTwo(): boolean {
    return this.#second !== null;
  }

  /** The server as this device sees it. */
  of(member: Member): ServerLife {
    return this.#second !== null && this.#shownSecond.has(member) ? this.#second : this.first;
  }

  /** `second` goes on from what the first is now, and is what these members see. */
  split(second: ServerLife, members: readonly Member[]): void {
    second.putBack(this.first.state);
    this.first.rollbacks++;
    this.#second = second;
    this.all.push(second);
    this.#shownSecond.clear();
    for (const member of members) this.#show(member, true);
  }

  /** The member sees the other one from now on. */
  turn(member: Member): void {
    this.#show(member, !this.#shownSecond.has(member));
  }

  #show(member: Member, second: boolean): void {
    if (second) this.#shownSecond.add(member);
    else this.#shownSecond.delete(member);
    member.cutLine(true);
  }

  /** One history is left: the second, or the first; what the other had is lost to the server. */
  unite(keepSecond: boolean): void {
    const second = this.#second;
    if (second === null) return;
    this.#second = null;
    if (keepSecond) this.first.putBack(second.state);
    second.stop();
    for (const member of this.#shownSecond) member.cutLine(true);
    this.#shownSecond.clear();
  }
}
