// Short messages at the foot of the window: what was just done, with "Undo" where it can be taken back. They stay a while, longer where there is
// something to press, and as long as the pointer or the focus is on them; readers hear them politely. The newest shows, and faults; earlier
// ones stand behind it and can be brought forward, so that no way back is lost to what came after. They cover nothing: what they stand on ends
// above them (use-room.ts). A window that opens sets all of them aside, since they are about something else, and they go on when it closes. F6
// leads to them from everywhere.

import { createContext, type ReactNode, useContext, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { useTexts } from "../text/texts.tsx";
import { Button } from "./button.tsx";
import { Icon } from "./icon.tsx";
import { messagesKey, useMessagesKey } from "./use-messages-key.ts";
import { useRoom } from "./use-room.ts";

export interface Toast {
  readonly text: string;
  readonly icon?: string;
  readonly undo?: () => void;
  /** Something else that can be done about it. */
  readonly act?: { readonly text: string; readonly run: () => void };
  /** There is much to read. */
  readonly long?: boolean;
  /** It tells of a fault, and stays until it is closed. */
  readonly stays?: boolean;
}

interface Shown extends Toast {
  readonly number: number;
}

const atOnce = 8;
const usualMs = 5_000;
/** With something to read or to press. */
const longMs = 20_000;

export class ToastStore {
  #shown: readonly Shown[] = [];
  #last = 0;
  /** For each open window the last message before it. */
  #windows: readonly number[] = [];
  readonly #listeners = new Set<() => void>();

  get shown(): readonly Shown[] {
    return this.#shown;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  readonly show = (toast: Toast): void => {
    const aside = this.#shown.filter(({ number }) => this.isAside(number));
    const others = this.#shown.filter(({ number }) => !this.isAside(number));
    this.#set([...aside, ...[...others, { ...toast, number: ++this.#last }].slice(-atOnce)]);
  };
  readonly close = (number: number): void => this.#set(this.#shown.filter((one) => one.number !== number));
  /** Once the vault is locked nothing is left of what was told of it. */
  readonly clear = (): void => this.#set([]);

  isAside(number: number): boolean {
    return this.#windows.some((last) => number <= last);
  }

  /** A window opens; the answer is called when it closes. */
  readonly setAside = (): (() => void) => {
    const last = this.#last;
    this.#windows = [...this.#windows, last];
    this.#set([...this.#shown]);
    return () => {
      const at = this.#windows.indexOf(last);
      this.#windows = this.#windows.filter((_, i) => i !== at);
      this.#set([...this.#shown]);
    };
  };

  #set(shown: readonly Shown[]): void {
    this.#shown = shown;
    for (const listener of [...this.#listeners]) listener();
  }
}

const ToastContext = createContext<ToastStore | null>(null);

export const ToastProvider = ({ store, children }: { readonly store: ToastStore; readonly children: ReactNode }) => (
  <ToastContext value={store}>{children}</ToastContext>
);

export function useToasts(): ToastStore {
  const store = useContext(ToastContext);
  if (store === null) throw new Error("a window stands outside its provider");
  return store;
}

export function Toasts() {
  const { common } = useTexts();
  const store = useToasts();
  const region = useRef<HTMLDivElement>(null);
  useRoom(region);
  useMessagesKey(region);
  const kept = useSyncExternalStore(store.subscribe, () => store.shown);
  const [all, showAll] = useState(false);
  const shown = kept.filter(({ number }) => !store.isAside(number));
  const newest = shown.at(-1);
  const inFront = ({ number, stays }: Shown): boolean => all || stays === true || number === newest?.number;
  const behind = shown.filter((toast) => !inFront(toast)).length;
  useEffect(() => {
    if (kept.length < 2) showAll(false);
  }, [kept]);
  return (
    // What comes while a window is open is heard and can be pressed over it.
    <div
      ref={region}
      className="toasts"
      data-react-aria-top-layer="true"
      {...(shown.length === 0 ? {} : { role: "region", "aria-label": common.messages(messagesKey), "aria-keyshortcuts": messagesKey })}
    >
      <div role="status" aria-live="polite">
        {kept.map((toast) => (
          <OneToast
            key={toast.number}
            toast={toast}
            aside={store.isAside(toast.number)}
            shown={shown.includes(toast) && inFront(toast)}
            close={() => store.close(toast.number)}
          >
            {behind > 0 && toast === newest ? <Earlier count={behind} show={() => showAll(true)} /> : null}
          </OneToast>
        ))}
      </div>
    </div>
  );
}

function Earlier({ count, show }: { readonly count: number; readonly show: () => void }) {
  const { common } = useTexts();
  return (
    <Button look="link" press={show}>
      {common.earlier(count)}
    </Button>
  );
}

interface OneToastOptions {
  readonly toast: Shown;
  readonly shown: boolean;
  readonly aside: boolean;
  readonly close: () => void;
  readonly children: ReactNode;
}

function OneToast({ toast, shown, aside, close, children }: OneToastOptions) {
  const { common } = useTexts();
  const [held, hold] = useState(false);
  useEffect(() => {
    if (held || aside || toast.stays === true) return;
    const timer = setTimeout(close, toast.undo === undefined && toast.long !== true ? usualMs : longMs);
    return () => clearTimeout(timer);
  });
  const undo = toast.undo;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: pointer and focus only keep it from going away; what acts are the buttons inside
    <div
      className="toast"
      hidden={!shown}
      onPointerEnter={() => hold(true)}
      onPointerLeave={() => hold(false)}
      onFocus={() => hold(true)}
      onBlur={() => hold(false)}
    >
      {toast.icon === undefined ? null : <Icon name={toast.icon} />}
      <span>{toast.text}</span>
      {undo === undefined ? null : (
        <Button
          look="link"
          press={() => {
            close();
            undo();
          }}
        >
          {common.undo}
        </Button>
      )}
      {toast.act === undefined ? null : (
        <Button look="link" press={toast.act.run}>
          {toast.act.text}
        </Button>
      )}
      {children}
      <Button icon="close" name={common.dismiss} look="ghost" size="square" press={close} />
    </div>
  );
}
