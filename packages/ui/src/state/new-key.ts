// A name for the form of a new item: 16 random bytes in hexadecimal digits, which become the item's id.

export const newKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
