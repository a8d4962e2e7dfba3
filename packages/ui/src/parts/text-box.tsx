// A field for words: its label above, help or error below. A concealed one is a password field with a button that shows it.

import { type ReactNode, useState } from "react";
import { FieldError, Input, Label, Text, TextArea, TextField } from "react-aria-components";
import { Button } from "./button.tsx";

export interface TextBoxOptions {
  readonly label: string;
  readonly value: string;
  readonly change: (value: string) => void;
  readonly help?: ReactNode;
  /** What is wrong and what to do; null where nothing is. */
  readonly error?: string | null;
  readonly multiline?: boolean;
  readonly concealed?: { readonly show: string; readonly hide: string };
  /** As in HTML. */
  readonly autoComplete?: string;
  readonly inputMode?: "text" | "email" | "url" | "numeric" | "tel" | "decimal";
  readonly autoFocus?: boolean;
  readonly disabled?: boolean;
  readonly required?: boolean;
  readonly spellCheck?: boolean;
  readonly placeholder?: string;
  /** At the end of the box, as buttons of the field. */
  readonly acts?: ReactNode;
  readonly blurred?: () => void;
}

export function TextBox(given: TextBoxOptions) {
  const { label, value, change, help, error = null, multiline = false, concealed, acts } = given;
  const [shown, setShown] = useState(false);
  const hidden = concealed !== undefined && !shown;
  return (
    <TextField
      className="input"
      value={value}
      onChange={change}
      type={hidden && !multiline ? "password" : "text"}
      isInvalid={error !== null}
      isDisabled={given.disabled ?? false}
      isRequired={given.required ?? false}
      validationBehavior="aria"
      autoFocus={given.autoFocus ?? false}
      autoComplete={given.autoComplete ?? "off"}
      autoCorrect="off"
      spellCheck={given.spellCheck === true ? "true" : "false"}
      {...(given.inputMode === undefined ? {} : { inputMode: given.inputMode })}
      {...(given.blurred === undefined ? {} : { onBlur: given.blurred })}
    >
      <Label>{label}</Label>
      <div className={multiline ? "box tall" : "box"} {...(error === null ? {} : { "data-error": true })}>
        {multiline ? (
          <TextArea
            className={hidden ? "concealed" : ""}
            rows={4}
            {...(given.placeholder === undefined ? {} : { placeholder: given.placeholder })}
          />
        ) : (
          <Input
            autoCapitalize="none"
            className={concealed === undefined ? "" : "secret"}
            {...(given.placeholder === undefined ? {} : { placeholder: given.placeholder })}
          />
        )}
        {concealed === undefined ? null : (
          <Button
            icon={shown ? "hide" : "show"}
            name={shown ? concealed.hide : concealed.show}
            look="ghost"
            size="square"
            press={() => setShown(!shown)}
          />
        )}
        {acts}
      </div>
      {error === null ? (
        help === undefined ? null : (
          <Text slot="description" className="help">
            {help}
          </Text>
        )
      ) : (
        <FieldError className="help error">{error}</FieldError>
      )}
    </TextField>
  );
}
