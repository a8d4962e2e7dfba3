// The dice and the words of made-up vaults: the same seed gives the same text on every machine. Nothing here is secret or
// random in the sense of cryptography, and no host outside example.com, example.net and example.org (RFC 2606) is named.

export interface Dice {
  /** A whole number from 0 to `below` - 1. */
  roll(below: number): number;
  pick<T>(from: readonly [T, ...T[]]): T;
  /** True once in `n` times. */
  once(n: number): boolean;
  /** `length` characters of a password. */
  password(length: number): string;
  digits(count: number): string;
  hex(count: number): string;
  base32(count: number): string;
}

const passwordCharacters = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789!#$%&*+-.:=?@_";

/** Dice by splitmix32 of a 32-bit seed. */
export function dice(seed: number): Dice {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x9e37_79b9) >>> 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0_aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a_2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  };
  const roll = (below: number): number => Math.floor((next() / 0x1_0000_0000) * below);
  const text = (characters: string, length: number): string => {
    let made = "";
    for (let i = 0; i < length; i++) made += characters.charAt(roll(characters.length));
    return made;
  };
  return {
    roll,
    pick: (from) => from[roll(from.length)] ?? from[0],
    once: (n) => roll(n) === 0,
    password: (length) => text(passwordCharacters, length),
    digits: (count) => text("0123456789", count),
    hex: (count) => text("0123456789abcdef", count),
    base32: (count) => text("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", count),
  };
}

const places = [
  "Bakery",
  "Bank",
  "Books",
  "Cinema",
  "Cloud",
  "Forum",
  "Garden",
  "Hotel",
  "Insurance",
  "Library",
  "Mail",
  "Maps",
  "Market",
  "Music",
  "News",
  "Parking",
  "Payroll",
  "Pharmacy",
  "Photos",
  "Printer",
  "Railway",
  "Router",
  "School",
  "Shop",
  "Tickets",
  "Travel",
  "Video",
  "Weather",
  "Wiki",
  "Workshop",
  "Bücherei",
  "Größe & Maß",
  "Café",
  "Øl og brød",
  "Żółw",
  "Библиотека",
  "図書館",
  "مكتبة",
  "Σχολείο",
  "🚲 Bikes",
] as const; // prettier-ignore

const adjectives = [
  "Blue",
  "Green",
  "Little",
  "Old",
  "New",
  "Central",
  "Northern",
  "Quiet",
  "Second",
  "Grand",
  "Früher",
  "Летний",
] as const;

const sentences = [
  "Ask at the counter for the number on the back.",
  "The second factor is the printed list in the drawer.",
  "Renewed every spring; the invoice comes by mail.",
  "Answers to the questions: see below, they are made up.",
  "Nur mit der alten Adresse, die neue wurde nie bestätigt.",
  "Не менять до конца года.",
  "サポートは平日のみ。",
  "Line one\nline two\n\tindented line three",
  'Includes "quotes", back\\slashes, <angle brackets> & an emoji family: 👨‍👩‍👧‍👦',
] as const;

const hosts = ["example.com", "example.net", "example.org"] as const;

export const folderNames = ["Home", "Work", "Work/Clients", "Work/Clients/Old", "Family", "Reisen", "Archive 2024", "Ψηφιακά"] as const;

/** A title such as "Blue Library 217". */
export const title = (from: Dice, number: number): string => `${from.pick(adjectives)} ${from.pick(places)} ${number}`;

export const host = (from: Dice, number: number): string => `${from.pick(["www", "login", "my", "shop"])}${number}.${from.pick(hosts)}`;

export const username = (from: Dice, number: number): string =>
  from.once(3) ? `user${number}@${from.pick(hosts)}` : `${from.pick(["user", "mail", "account", "größe"])}.${number}`;

/** Text of `length` sentences. */
export const note = (from: Dice, length: number): string => Array.from({ length }, () => from.pick(sentences)).join("\n");

/** A password as people have them: mostly made by a generator, some short and used again. */
export const somePassword = (from: Dice): string => (from.once(6) ? `summer-${from.roll(40)}` : from.password(12 + from.roll(16)));
