// What a shell gives the windows beside the device: the clipboard, the browser's own dialogs, files, and what it remembers of how they shall
// look. apps/web fills it; the desktop app will fill it otherwise.

import type { Bytes } from "@holdfast/protocol";

export interface Platform {
  /** Of this app, as in "0.1.0". */
  readonly version: string;
  /** The server this app came from; empty where it came from none. */
  readonly server: string;
  /** What the app runs on, by the names that its makers gave it, as in "Firefox" and "Android"; null where it says none. */
  readonly runsOn: { readonly browser: string | null; readonly system: string | null };
  /** Puts a text on the clipboard, and takes it off again after 30 s where that is still in its power. False where it may not. */
  copy(text: () => Promise<string | null>): Promise<boolean>;
  /** Opens a website outside, as it was typed; nothing is told to it. False where it is no address of one: only http and https are opened. */
  open(typed: string): boolean;
  /** Gets the files of a part of the app, by the name of its source, before it is run. Rejects where they can't be had. */
  fetchPart(name: string): Promise<void>;
  /** Lets the person keep a file. */
  saveFile(name: string, file: Blob): void;
  /** A file the person chooses; null where they choose none. `accept` as in HTML. */
  chooseFile(accept: string): Promise<{ readonly name: string; readonly bytes: Bytes } | null>;
  /** Asks that nothing of a vault is thrown away when the disk is short. */
  keepOnDisk(): void;
  print(): void;
  /** Begins anew, with what the server has now. Drafts are kept. */
  reload(): void;
  /** Reads a QR code with the camera until one is found or `signal` ends it; left out where there is no camera to be had. */
  readonly scan?: (into: HTMLVideoElement, signal: AbortSignal) => Promise<string | null>;
  readonly preferences: Preferences;
  /** Newer builds of the app; left out where something else brings them. */
  readonly update?: {
    /** One has come and waits. */
    ready(): boolean;
    /** Calls `came` when one has; the answer ends it. */
    watch(came: () => void): () => void;
    /** Lets it in: the windows begin anew, and drafts are kept. */
    take(): void;
  };
}

export interface PreferenceValues {
  readonly theme: "system" | "light" | "dark";
  readonly density: "default" | "compact";
  /** Minutes without a person until it locks; null: never. */
  readonly lockAfter: number | null;
  readonly order: "title" | "changed";
}

/** Of this device, open to whoever uses this profile; nothing in it tells of the vault. */
export interface Preferences {
  read(): PreferenceValues;
  write(change: Partial<PreferenceValues>): void;
  /** Calls `changed` after each change, in whichever tab; the answer ends it. */
  watch(changed: () => void): () => void;
}
