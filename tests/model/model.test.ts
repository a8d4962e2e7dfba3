// The model of docs/spec/model, searched in full: as it is it keeps every rule in every order of what can happen within the bounds, and with
// any one fault planted it does not, and spin says how.

import { describe, expect, it } from "vitest";
import { ask, type Question } from "./spin.ts";

type Defines = Question["defines"];

/** Small worlds, each with more of one thing: all of everything would be too much for any machine. */
const worlds: readonly (readonly [title: string, defines: Defines])[] = [
  [
    "[S5, S7, S8, S9, S12, S19, S36, C2, C3] messages lost and late, pokes, small commits",
    { ROLLBACKS: 0, EDITS: 2, HALVES: 1, POKES: 1, MISHAPS: 2 },
  ],
  ["[S5, S8, S19, P3, P20] power cuts", { ROLLBACKS: 0, EDITS: 2, POWER: 1, MISHAPS: 2 }],
  ["[S16, S20, S21, H3, H5, H6, H8, H9] the server is put back", { ROLLBACKS: 1, EDITS: 2, MISHAPS: 1 }],
  ["[H7, H8, H9, H10] the server is put back, and commits are small", { ROLLBACKS: 1, EDITS: 2, MISHAPS: 0, HALVES: 1, PLACES: 11 }],
  ["[H5, H9, H10, H11] the server is put back twice", { ROLLBACKS: 2, EDITS: 1, MISHAPS: 1 }],
  ["[S36, H9] the server is put back under pokes", { ROLLBACKS: 1, EDITS: 1, MISHAPS: 1, POKES: 1 }],
  ["[P20, H5, H6] the server is put back, and power is cut", { ROLLBACKS: 1, EDITS: 1, MISHAPS: 1, POWER: 1 }],
  ["[H5, H9, H10, H11] the server is put back under three devices", { DEVICES: 3, ROLLBACKS: 1, EDITS: 1, MISHAPS: 0 }],
];

const sound = { errors: 0, complete: true, rules: [], way: "" };

describe("the model as it is", () => {
  it.each(worlds)("%s", (_, defines) => {
    const { states, ...found } = ask({ defines, about: "rules" });
    expect(found).toEqual(sound);
    expect(states).toBeGreaterThan(100_000);
  });

  it.each([
    ["without a rollback", { ROLLBACKS: 0, EDITS: 2, HALVES: 1, MISHAPS: 2 }],
    ["after two", { ROLLBACKS: 2, EDITS: 1, MISHAPS: 0 }],
    ["with three devices", { DEVICES: 3, ROLLBACKS: 0, EDITS: 1, MISHAPS: 1 }],
  ] as const)("[S15, S19, H11] comes to rest in every order, %s", (_, defines) => {
    const { states, ...found } = ask({ defines, about: "progress" });
    expect(found).toEqual(sound);
    expect(states).toBeGreaterThan(1_000);
  });
});

interface Fault extends Partial<Question> {
  readonly title: string;
  readonly fault: string;
  /** A rule of the line that finds it. */
  readonly by: string;
}

const network = { ROLLBACKS: 0 };

const faults: readonly Fault[] = [
  { title: "[S5, P1] saved is said before it is written", fault: "SAY_SAVED_FIRST", by: "S5", defines: network },
  {
    title: "[S8] an acknowledgement clears the mark of another revision",
    fault: "CLEAR_ANOTHER_MARK",
    by: "S5",
    defines: { ...network, EDITS: 2 },
  },
  { title: "[S7] new bytes are sent on a retry", fault: "NEW_BYTES_ON_RETRY", by: "S7", defines: network },
  { title: "[S7] a commit is sent before it is stored", fault: "SEND_BEFORE_STORING", by: "S7", defines: network },
  {
    title: "[S7, S19] a commit that was left behind is kept in flight",
    fault: "KEEP_WHAT_WAS_LEFT_BEHIND",
    by: "S19",
    defines: network,
    about: "progress",
  },
  { title: "[P2, S12] a pull is written over an edit made meanwhile", fault: "WRITE_OVER_AN_EDIT", by: "S12", defines: network },
  { title: "[S12] what was merged does not wait", fault: "MERGED_DOES_NOT_WAIT", by: "S12", defines: network },
  { title: "[S16] a device pushes while an alarm stands", fault: "PUSH_ALARMED", by: "S16" },
  { title: "[S20, S21, H3] a device follows any history, silently", fault: "FOLLOW_SILENTLY", by: "S20" },
  { title: "[S36] a poke is believed that does not stand on our head", fault: "BELIEVE_A_POKE", by: "S20", defines: { POKES: 1 } },
  { title: "[S36] a poke alarms", fault: "POKE_ALARMS", by: "S36", defines: { ...network, POKES: 1 } },
  { title: "[C2] the server acknowledges before it is durable", fault: "ANSWER_BEFORE_DURABLE", by: "C2", defines: network },
  { title: "[C3] the server takes a commit on another head", fault: "TAKE_WITHOUT_COMPARING", by: "C3", defines: network },
  { title: "[H5] healing drops what the lost branch had", fault: "HEAL_WITHOUT_THE_BRANCH", by: "H5" },
  { title: "[H6] a chain is left in two writes", fault: "LEAVE_IN_TWO_WRITES", by: "H5" },
  { title: "[H7, H8] a healing names nothing", fault: "NAME_NOTHING", by: "H8" },
  { title: "[H8, H9] a branch is named before all of it is there", fault: "NAME_EARLY", by: "H9", defines: { EDITS: 2, HALVES: 1 } },
];

describe("a planted fault is found", () => {
  it.each(faults)("$title", ({ fault, by, defines = {}, about = "rules" }) => {
    const found = ask({ defines: { ...defines, [fault]: 1 }, about });
    expect(found.errors).toBeGreaterThan(0);
    expect(found.rules).toContain(by);
    expect(found.way).toMatch(/^device \d: an edit is saved/m);
  });
});
