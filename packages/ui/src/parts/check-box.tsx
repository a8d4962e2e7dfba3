// A check box with its words and a line of help.

import { type ReactNode, useId } from "react";

export interface CheckBoxOptions {
  readonly label: string;
  readonly checked: boolean;
  readonly change: (checked: boolean) => void;
  readonly help?: ReactNode;
  readonly disabled?: boolean;
}

export function CheckBox({ label, checked, change, help, disabled = false }: CheckBoxOptions) {
  const id = useId();
  return (
    <div className="check">
      <input
        type="checkbox"
        id={id}
        checked={checked}
        disabled={disabled}
        onChange={(event) => change(event.target.checked)}
        {...(help === undefined ? {} : { "aria-describedby": `${id}-help` })}
      />
      <label htmlFor={id}>{label}</label>
      {help === undefined ? null : (
        <span className="help" id={`${id}-help`}>
          {help}
        </span>
      )}
    </div>
  );
}
