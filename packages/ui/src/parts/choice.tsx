// One of a few, side by side; and one of many, in a list of the system.

import { useId } from "react";
import { Label, Radio, RadioGroup } from "react-aria-components";

export interface Option<T> {
  readonly value: T;
  readonly text: string;
}

export interface ChoiceOptions<T> {
  readonly label: string;
  readonly options: readonly Option<T>[];
  readonly value: T;
  readonly change: (value: T) => void;
}

export function Choice<T extends string>({ label, options, value, change }: ChoiceOptions<T>) {
  const choose = (wanted: string): void => {
    const found = options.find((option) => option.value === wanted);
    if (found !== undefined) change(found.value);
  };
  return (
    <RadioGroup className="pair" value={value} onChange={choose} orientation="horizontal">
      <Label>{label}</Label>
      <div className="segment">
        {options.map((option) => (
          <Radio key={option.value} value={option.value} className="segment-item">
            {option.text}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}

/** `bare`: the label is said and not shown. */
export function Select<T extends string>({ label, options, value, change, bare = false }: ChoiceOptions<T> & { readonly bare?: boolean }) {
  const id = useId();
  const choose = (wanted: string): void => {
    const found = options.find((option) => option.value === wanted);
    if (found !== undefined) change(found.value);
  };
  return (
    <div className={bare ? "" : "pair"}>
      <label htmlFor={id} className={bare ? "sr" : ""}>
        {label}
      </label>
      <select id={id} className="select" value={value} onChange={(event) => choose(event.target.value)}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </select>
    </div>
  );
}
