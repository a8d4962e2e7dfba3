// The fields of a form: the kind's own, addresses, and fields that the person has named.

import { type UriMatch, uriMatches } from "@holdfast/core";
import { useState } from "react";
import type { Form, FormField } from "../../device/port.ts";
import { Button } from "../../parts/button.tsx";
import { CheckBox } from "../../parts/check-box.tsx";
import { Select } from "../../parts/choice.tsx";
import { TextBox } from "../../parts/text-box.tsx";
import { labelName } from "../../text/naming.ts";
import { useTexts } from "../../text/texts.tsx";
import { GeneratorPanel } from "../tools/generator-panel.tsx";

type Change = (fields: readonly FormField[]) => void;

/** A name for a new member of a family, unlike all others. */
const newMember = (): string => crypto.randomUUID().replaceAll("-", "").slice(0, 12);

export function FormFields({ form, change }: { readonly form: Form; readonly change: Change }) {
  const { edit } = useTexts();
  const set = (path: string, part: Partial<FormField>): void =>
    change(form.fields.map((field) => (field.path === path ? { ...field, ...part } : field)));
  const remove = (path: string): void => change(form.fields.filter((field) => field.path !== path));
  const add = (field: Omit<FormField, "path" | "multiline">): void =>
    change([...form.fields, { ...field, path: `${field.family}/${newMember()}`, multiline: false }]);
  const of = (family: FormField["family"]) => form.fields.filter((field) => field.family === family);
  const listed = of("listed").filter(({ path }) => path !== "note");
  const note = form.fields.find(({ path }) => path === "note");
  return (
    <>
      {listed.map((field) => (
        <ListedField key={field.path} field={field} set={set} first={field.path === "title" && form.id === null} />
      ))}
      {of("uri").map((field) => (
        <AddressField key={field.path} field={field} set={set} remove={remove} />
      ))}
      {of("custom").map((field, i) => (
        <CustomField key={field.path} field={field} place={i + 1} set={set} remove={remove} />
      ))}
      <div className="line wrap">
        <Button
          size="small"
          icon="plus"
          press={() => add({ label: "Website", family: "uri", type: "text", concealed: false, value: "", match: null })}
        >
          {edit.addAddress}
        </Button>
        <Button
          size="small"
          icon="plus"
          press={() => add({ label: "", family: "custom", type: "text", concealed: false, value: "", match: null })}
        >
          {edit.addField}
        </Button>
        <Button
          size="small"
          icon="plus"
          press={() => add({ label: "", family: "custom", type: "boolean", concealed: false, value: "true", match: null })}
        >
          {edit.addFlag}
        </Button>
      </div>
      {note === undefined ? null : <ListedField field={note} set={set} first={false} />}
    </>
  );
}

interface FieldOptions {
  readonly field: FormField;
  readonly set: (path: string, part: Partial<FormField>) => void;
}

function ListedField({ field, set, first }: FieldOptions & { readonly first: boolean }) {
  const texts = useTexts();
  const { edit, item } = texts;
  const label = labelName(texts, field.label);
  const [generating, setGenerating] = useState(false);
  const change = (value: string): void => set(field.path, { value });
  if (field.type === "boolean") {
    return <CheckBox label={label} checked={field.value === "true"} change={(on) => change(on ? "true" : "")} />;
  }
  const help =
    field.type === "date"
      ? edit.dateHelp
      : field.type === "year-month"
        ? edit.monthHelp
        : field.type === "totp"
          ? edit.totpHelp
          : undefined;
  const isPassword = field.path === "password";
  return (
    <>
      <TextBox
        label={label}
        value={field.value}
        change={change}
        multiline={field.multiline}
        autoFocus={first}
        inputMode={field.type === "email" ? "email" : field.type === "phone" ? "tel" : "text"}
        {...(help === undefined ? {} : { help })}
        {...(field.concealed ? { concealed: { show: item.show(label), hide: item.hide(label) } } : {})}
        {...(isPassword
          ? { acts: <Button icon="generator" name={edit.generate} look="ghost" size="square" press={() => setGenerating(!generating)} /> }
          : {})}
      />
      {generating ? (
        <section className="group pad" aria-label={edit.generatorOf(label)}>
          <GeneratorPanel
            use={(password) => {
              change(password);
              setGenerating(false);
            }}
          />
        </section>
      ) : null}
    </>
  );
}

type MemberOptions = FieldOptions & { readonly remove: (path: string) => void };

function AddressField({ field, set, remove }: MemberOptions) {
  const texts = useTexts();
  const { edit } = texts;
  const label = labelName(texts, field.label);
  const matches: Readonly<Record<string, string>> = edit.matches;
  const options = ["usual", ...uriMatches].map((value) => ({ value, text: matches[value] ?? value }));
  const match: UriMatch | null = field.match;
  return (
    <div className="member site">
      <TextBox label={label} value={field.value} change={(value) => set(field.path, { value })} inputMode="url" />
      <Select
        bare
        label={edit.match}
        value={match ?? "usual"}
        change={(value) => set(field.path, { match: uriMatches.find((one) => one === value) ?? null })}
        options={options}
      />
      <Button icon="close" name={edit.removeField(label)} look="ghost" size="square" press={() => remove(field.path)} />
    </div>
  );
}

function CustomField({ field, place, set, remove }: MemberOptions & { readonly place: number }) {
  const { edit, item } = useTexts();
  const label = field.label.trim() === "" ? edit.unlabelled(place) : field.label;
  return (
    <div className="group pad stack tight">
      <div className="member">
        <TextBox label={edit.customLabel} value={field.label} change={(text) => set(field.path, { label: text })} />
        <Button icon="close" name={edit.removeField(label)} look="ghost" size="square" press={() => remove(field.path)} />
      </div>
      {field.type === "boolean" ? (
        <CheckBox label={label} checked={field.value === "true"} change={(on) => set(field.path, { value: on ? "true" : "false" })} />
      ) : (
        <>
          <TextBox
            label={label}
            value={field.value}
            change={(value) => set(field.path, { value })}
            {...(field.concealed ? { concealed: { show: item.show(label), hide: item.hide(label) } } : {})}
          />
          <CheckBox label={edit.concealed} checked={field.concealed} change={(concealed) => set(field.path, { concealed })} />
        </>
      )}
    </div>
  );
}
