// What came from other devices, in words: a few one by one, more of them as a number. Pure.

import type { Arrived } from "../../device/port.ts";
import type { World } from "../../state/world.ts";
import { labelName } from "../../text/naming.ts";
import type { Texts } from "../../text/texts.tsx";

export interface Telling {
  readonly text: string;
  /** What takes it back; empty where nothing does. */
  readonly undo: readonly string[];
}

const oneByOne = 2;

export function arrivedTellings(texts: Pick<Texts, "main" | "labels">, { changes: arrived, more }: World["arrived"]): readonly Telling[] {
  const undoOf = ({ undo }: Arrived): readonly string[] => (undo === null ? [] : [undo]);
  if (arrived.length <= oneByOne) return arrived.map((one) => ({ text: arrivedText(texts, one), undo: undoOf(one) }));
  const devices = new Set(arrived.map(({ device }) => device));
  const [device = null] = devices.size === 1 ? devices : [];
  // A part of them taken back would leave a person with neither the one nor the other.
  const undo = more > 0 ? [] : arrived.flatMap(undoOf);
  return [{ text: texts.main.arrived.several(arrived.length + more, device), undo }];
}

function arrivedText({ main, labels }: Pick<Texts, "main" | "labels">, { title, what, labels: changed, device }: Arrived): string {
  const name = title === "" ? main.untitled : title;
  if (what !== "changed") return main.arrived[what](name, device);
  return main.arrived.changed(
    changed.map((label) => labelName({ labels }, label)),
    name,
    device,
  );
}
