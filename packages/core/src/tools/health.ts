// The password check: which items outside the trash have a password that is weak, reused or old. On this device alone: nothing is asked of
// anybody, and no number of it leaves. Equal passwords are judged once. // T6
// Pure but for the meter, which is handed in.

import type { PasswordMeter } from "../ports.ts";
import { current, type Item, type Register } from "../vault/item.ts";
import { fieldOf } from "../vault/kinds.ts";
import { stampTime } from "../vault/stamp.ts";
import { isTrashed } from "../vault/trash.ts";
import { view } from "../vault/view.ts";

export type Problem = "weak" | "reused" | "old";

export interface Checked {
  readonly id: string;
  readonly title: string;
  /** In the order weak, reused, old; never empty. */
  readonly problems: readonly Problem[];
  /** Guesses that find the password, as a power of ten. */
  readonly guesses: number;
  /** Items that have this very password, this one included. */
  readonly uses: number;
  /** When the password was set, milliseconds since 1970. */
  readonly since: number;
}

export interface HealthOptions {
  readonly meter: PasswordMeter;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Told how many different passwords are judged, now and then; the check goes on when it resolves, so a window stays alive. */
  readonly progress?: (done: number, total: number) => void | Promise<void>;
}

/** Below it a password is weak: fewer than 10^8 guesses, which an afternoon makes once a site's list is stolen. */
const strongScore = 3;
const oldMs = 365 * 24 * 3_600_000;
const judgedAtOnce = 50;

const passwordPath = "password";

interface Subject {
  readonly id: string;
  readonly item: Item;
  readonly title: string;
  readonly password: string;
}

/** The items with a problem, in the order given. */
export async function checkHealth(
  items: Iterable<{ readonly id: string; readonly item: Item }>,
  { meter, now, progress = () => {} }: HealthOptions,
): Promise<readonly Checked[]> {
  const subjects = [...items].flatMap(subjectOf);
  const byPassword = Map.groupBy(subjects, ({ password }) => password);
  const guesses = new Map<string, number>();
  const weak = new Set<string>();
  let done = 0;
  for (const [password, users] of byPassword) {
    if (done % judgedAtOnce === 0) await progress(done, byPassword.size);
    const guessedFirst = users.length === 1 ? users.flatMap(wordsAround) : [];
    const judged = meter(password, guessedFirst);
    guesses.set(password, judged.guesses);
    if (judged.score < strongScore) weak.add(password);
    done++;
  }
  await progress(done, byPassword.size);
  return subjects.flatMap(({ id, item, title, password }) => {
    const uses = byPassword.get(password)?.length ?? 1;
    const since = passwordTime(item);
    const found: readonly (readonly [Problem, boolean])[] = [
      ["weak", weak.has(password)],
      ["reused", uses > 1],
      ["old", now - since > oldMs],
    ];
    const problems = found.filter(([, is]) => is).map(([problem]) => problem);
    return problems.length === 0 ? [] : [{ id, title, problems, guesses: guesses.get(password) ?? 0, uses, since }];
  });
}

/** Whether the check has something to judge in it. */
export const isChecked = (held: { readonly id: string; readonly item: Item }): boolean => subjectOf(held).length > 0;

function subjectOf({ id, item }: { readonly id: string; readonly item: Item }): Subject[] {
  const password = current(item, passwordPath);
  if (isTrashed(item) || typeof password !== "string" || password === "" || fieldOf(item.kind, passwordPath) === null) return [];
  const title = current(item, "title");
  return [{ id, item, title: typeof title === "string" ? title : "", password }];
}

/** What a guesser who knows the site and the account would try: its words, and the name of the site. */
function wordsAround({ item, title }: Subject): readonly string[] {
  const { username, uris } = view(item);
  const hosts = uris.flatMap(({ uri }) => /^(?:[a-z][a-z0-9+.-]*:\/\/)?([^/?#:]+)/i.exec(uri)?.[1]?.split(".") ?? []);
  return [username, ...username.split("@"), title, ...title.split(/\s+/), ...hosts].filter((word) => word.length > 2);
}

/**
 * When the password was set, in milliseconds since 1970: its edit's time; of an imported one that was not edited since, what the other
 * program said of the item, since no stamp is older than 2025. // T6
 */
export function passwordTime(item: Item): number {
  const register = item.fields.get(passwordPath)?.[0];
  if (register === undefined) return Number.POSITIVE_INFINITY;
  const edited = stampTime(register[1]);
  const imported = item.fields.get("imported")?.[0];
  if (imported === undefined || register[1] > imported[1]) return edited;
  return Math.min(edited, sourceTime(imported) ?? edited);
}

/** The source's own word of when the item was last changed, else made. */
function sourceTime([origin]: Register): number | null {
  if (origin === null || typeof origin !== "object" || Array.isArray(origin)) return null;
  const times = new Map(Object.entries(origin));
  const known = [times.get("changed"), times.get("created")].find((time) => typeof time === "number");
  return typeof known === "number" ? known : null;
}
