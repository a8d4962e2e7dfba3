// A secret in letters that can't be taken for each other: digits and symbols in colours of their own.

const parts = /(\d+)|([^\p{L}\p{M}\d\s]+)|([\p{L}\p{M}\s]+)/gu;

export const Secret = ({ value }: { readonly value: string }) => (
  <span className="secret">
    {[...value.matchAll(parts)].map(([text, digits, symbols], i) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one value have no other name
      <span key={i} className={digits !== undefined ? "d" : symbols !== undefined ? "y" : ""}>
        {text}
      </span>
    ))}
  </span>
);
