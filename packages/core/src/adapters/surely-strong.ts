// Which passwords need no estimate because they can only be strong: those of a generator, mostly. Errs on the side of asking.
//
// Why it is sound: zxcvbn calls a password weak (fewer than 10^8 guesses) only where at most two patterns make it up, since three cost
// 10,000 guesses each time at least. In 16 characters one of the two is then 8 characters long, and no run of characters that follows no
// pattern is: that alone costs 10 guesses a character. A pattern of 8 is a word of the dictionaries, forwards or backwards, which is looked
// for here; or a repetition, a sequence, a walk on the keyboard or a date, none of which has many different characters of three classes in turn.

const least = { length: 16, distinct: 10, classes: 3, turns: 7, word: 8 } as const;

/** Characters that stand for each other in words (p4ssw0rd), each by one of its group. */
const groups = ["a4@^", "b8", "c({[<", "e3", "g69&", "il1!|", "o0", "s5$", "t7+", "x%*", "z2"];
const oneOfGroup: ReadonlyMap<string, string> = new Map(
  groups.flatMap((group) => [...group].map((each) => [each, group[0] ?? each] as const)),
);

const plainly = (text: string): string => Array.from(text.toLowerCase(), (each) => oneOfGroup.get(each) ?? each).join("");

/** Words that a pattern of 8 characters can be, in the form in which they are looked for. */
export interface LongWords {
  readonly words: ReadonlySet<string>;
  readonly longest: number;
}

export function longWords(dictionaries: readonly (readonly (string | number)[])[]): LongWords {
  const words = new Set<string>();
  let longest = 0;
  for (const dictionary of dictionaries) {
    for (const entry of dictionary) {
      const word = String(entry);
      if (word.length < least.word) continue;
      words.add(plainly(word));
      longest = Math.max(longest, word.length);
    }
  }
  return { words, longest };
}

export function surelyStrong(password: string, long: LongWords): boolean {
  if (password.length < least.length || new Set(password.toLowerCase()).size < least.distinct) return false;
  const classes = Array.from(password, classOf);
  const turns = classes.filter((each, at) => at > 0 && each !== classes[at - 1]).length;
  if (new Set(classes).size < least.classes || turns < least.turns) return false;
  const text = plainly(password);
  return !holdsWord(text, long) && !holdsWord([...text].reverse().join(""), long);
}

const classOf = (character: string): string =>
  /[a-z]/.test(character) ? "lower" : /[A-Z]/.test(character) ? "upper" : /[0-9]/.test(character) ? "digit" : "other";

function holdsWord(text: string, { words, longest }: LongWords): boolean {
  for (let from = 0; from + least.word <= text.length; from++) {
    const most = Math.min(text.length, from + longest);
    for (let to = from + least.word; to <= most; to++) if (words.has(text.slice(from, to))) return true;
  }
  return false;
}
