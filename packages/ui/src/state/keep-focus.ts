// Keeps the focus from getting lost. Where what had it leaves the page or can't be pressed any more, a browser gives the focus to nothing: a
// reader falls silent, and nobody sees where the next key goes. Here it goes to the heading of the part around it that is still there, or of
// the pane that took its place; from a message back to where it was before. It never goes to what can be pressed, since the key that made the
// button go may still be down. Another stage (locked, open) begins at its top, as another page does.

/** Parts that are told as a whole. */
const parts = "main, section, nav, form, fieldset, [role=dialog], [role=alertdialog]";
const messages = ".toasts";
/** How many places that the focus has been at are remembered. */
const remembered = 16;

/** For the rest of the page's life. `root`: what the windows are drawn in; messages and dialogs stand beside it. */
export function keepFocus(root: HTMLElement): void {
  new FocusKeeper(root).begin();
}

class FocusKeeper {
  readonly #root: HTMLElement;
  /** What has the focus, with all around it from the inside out; empty where nothing has it, or where the person has left it. */
  #trail: readonly Element[] = [];
  /** Where it was, the last one at the end. */
  #before: readonly HTMLElement[] = [];

  constructor(root: HTMLElement) {
    this.#root = root;
  }

  begin(): void {
    addEventListener("focusin", ({ target }) => target instanceof HTMLElement && this.#came(target));
    // A click beside everything leaves the focus on purpose. What is on its way out of the page is still in it while this is told.
    addEventListener("focusout", ({ target }) => queueMicrotask(() => this.#left(target)));
    const changes = { subtree: true, childList: true, attributeFilter: ["disabled", "hidden", "aria-busy"] };
    new MutationObserver(() => {
      if (this.#isLost()) this.#after(() => this.#isLost() && this.#recover());
    }).observe(document.body, changes);
  }

  #left(from: EventTarget | null): void {
    if (from === this.#trail[0] && from instanceof HTMLElement && canHaveFocus(from) && document.hasFocus()) this.#trail = [];
  }

  /** Two frames later: whoever moves the focus by themselves, as dialogs do when they close, has done so by then. */
  #after(work: () => void): void {
    requestAnimationFrame(() => requestAnimationFrame(work));
  }

  #came(element: HTMLElement): void {
    const trail: Element[] = [];
    for (let at: Element | null = element; at !== null; at = at.parentElement) trail.push(at);
    this.#trail = trail;
    if (element.closest(messages) !== null) return;
    this.#before = [...this.#before.filter((one) => one !== element && one.isConnected), element].slice(-remembered);
  }

  #isLost(): boolean {
    const [had] = this.#trail;
    const nothing = document.activeElement === null || document.activeElement === document.body;
    return nothing && had instanceof HTMLElement && !canHaveFocus(had);
  }

  #recover(): void {
    const beside = !this.#trail.includes(this.#root) || this.#trail.some((part) => part.matches(messages));
    if (beside) {
      this.#before.findLast(canHaveFocus)?.focus({ preventScroll: true });
      return;
    }
    const left = this.#trail.slice(0, this.#trail.indexOf(this.#root)).find((part) => part.isConnected);
    if (left === undefined) return;
    const part = left.closest(parts) ?? document.querySelector("main");
    // What it holds is on its way: this is tried again when it is there.
    if (part === null || part.closest("[aria-busy=true]") !== null) return;
    const heading = part.querySelector("h1, h2, h3") ?? part;
    if (heading instanceof HTMLElement) focusOnce(heading);
  }
}

const canHaveFocus = (element: HTMLElement): boolean =>
  element.isConnected &&
  !element.matches(":disabled") &&
  element.checkVisibility() &&
  element.closest("[inert], [aria-hidden=true]") === null;

/** The focus of what no key leads to. */
function focusOnce(element: HTMLElement): void {
  element.tabIndex = -1;
  element.addEventListener("blur", () => element.removeAttribute("tabindex"), { once: true });
  element.focus({ preventScroll: true });
}
