// The fields of an item in groups: what signs in, where, and the rest. Concealed values are asked for one at a time and hidden again when the
// window goes.

import { useEffect, useState } from "react";
import type { FieldView, ItemDetail } from "../../device/port.ts";
import { Button } from "../../parts/button.tsx";
import { Icon } from "../../parts/icon.tsx";
import { Secret } from "../../parts/secret.tsx";
import { useToasts } from "../../parts/toasts.tsx";
import { usePlaces } from "../../state/place.tsx";
import { useReach } from "../../state/use-world.tsx";
import { labelName } from "../../text/naming.ts";
import { useTexts } from "../../text/texts.tsx";
import { OneTimeCode } from "./one-time-code.tsx";

export function FieldGroups({ detail }: { readonly detail: ItemDetail }) {
  const { item } = useTexts();
  const listed = detail.fields.filter(({ family, path }) => family === "listed" && path !== "note");
  const uris = detail.fields.filter(({ family }) => family === "uri");
  const custom = detail.fields.filter(({ family }) => family === "custom");
  const note = detail.fields.filter(({ path }) => path === "note");
  const { id } = detail.row;
  if (detail.fields.length === 0 && detail.tags.length === 0) return <p className="quiet">{item.noFields}</p>;
  return (
    <>
      <Group id={id} fields={listed} />
      {uris.length === 0 && detail.tags.length === 0 ? null : (
        <div className="group">
          {uris.map((field) => (
            <Field key={field.path} id={id} field={field} />
          ))}
          {detail.tags.length === 0 ? null : <Tags tags={detail.tags} />}
        </div>
      )}
      <Group id={id} fields={custom} />
      <Group id={id} fields={note} />
    </>
  );
}

const Group = ({ id, fields }: { readonly id: string; readonly fields: readonly FieldView[] }) =>
  fields.length === 0 ? null : (
    <div className="group">
      {fields.map((field) => (
        <Field key={field.path} id={id} field={field} />
      ))}
    </div>
  );

function Tags({ tags }: { readonly tags: readonly string[] }) {
  const { item } = useTexts();
  const places = usePlaces();
  return (
    <div className="field">
      <span className="label">{item.tags}</span>
      <span className="value line wrap">
        {tags.map((tag) => (
          <button
            key={tag}
            type="button"
            className="badge tag"
            onClick={() => places.go({ section: { section: "tag", tag }, search: "", pane: { pane: "none" } })}
          >
            {tag}
          </button>
        ))}
      </span>
    </div>
  );
}

/** The value while it is shown; null while it is hidden. */
function useRevealed(id: string, field: FieldView) {
  const { device } = useReach();
  const [shown, setShown] = useState(false);
  const [value, setValue] = useState<string | null>(null);
  useEffect(() => {
    if (!shown) return setValue(null);
    let wanted = true;
    device.reveal(id, field.path).then(
      (told) => wanted && setValue(told),
      () => wanted && setShown(false),
    );
    return () => {
      wanted = false;
    };
  }, [device, id, field, shown]);
  return { shown, value, toggle: () => setShown(!shown) };
}

function Field({ id, field }: { readonly id: string; readonly field: FieldView }) {
  const texts = useTexts();
  const { item } = texts;
  const label = field.type === "totp" ? item.code : labelName(texts, field.label, field.family === "custom");
  const revealed = useRevealed(id, field);
  return (
    <div className="field">
      <span className="label">
        {label}
        {field.conflict ? (
          <span className="mark-conflict" title={item.inTwoPlaces}>
            <Icon name="conflict" size="s" />
          </span>
        ) : null}
      </span>
      <span className="value">
        <Value id={id} field={field} revealed={revealed.shown ? revealed.value : null} label={label} />
      </span>
      <Acts id={id} field={field} label={label} shown={revealed.shown} toggle={revealed.toggle} />
    </div>
  );
}

function useOpenSite(): (typed: string) => void {
  const { platform } = useReach();
  const { item } = useTexts();
  const toasts = useToasts();
  return (typed) => {
    if (!platform.open(typed)) toasts.show({ text: item.noWebsite, icon: "info" });
  };
}

interface ValueOptions {
  readonly id: string;
  readonly field: FieldView;
  readonly revealed: string | null;
  readonly label: string;
}

function Value({ id, field, revealed, label }: ValueOptions) {
  const { item, time } = useTexts();
  const openSite = useOpenSite();
  if (field.type === "totp") return <OneTimeCode id={id} path={field.path} />;
  if (field.concealed) {
    if (revealed !== null) return <Secret value={revealed} />;
    return (
      <>
        <span className="dots" aria-hidden="true">
          ••••••••••••
        </span>
        <span className="sr">{item.hiddenValue(label)}</span>
      </>
    );
  }
  const text = field.value ?? "";
  if (field.type === "boolean") return <>{text === "true" ? item.yes : item.no}</>;
  if (field.family === "uri") {
    return (
      <button type="button" className="link" onClick={() => openSite(text)}>
        {text}
      </button>
    );
  }
  if (field.type === "date" || field.type === "year-month") return <>{time.iso(text) ?? text}</>;
  return <span className={field.multiline ? "lines" : ""}>{text}</span>;
}

interface ActsOptions {
  readonly id: string;
  readonly field: FieldView;
  readonly label: string;
  readonly shown: boolean;
  readonly toggle: () => void;
}

function Acts({ id, field, label, shown, toggle }: ActsOptions) {
  const { device, platform } = useReach();
  const { common, item } = useTexts();
  const toasts = useToasts();
  const openSite = useOpenSite();
  const copy = async (): Promise<void> => {
    const read = async () => (field.type === "totp" ? ((await device.code(id, field.path))?.code ?? null) : device.reveal(id, field.path));
    const copied = await platform.copy(read);
    toasts.show({ text: copied ? common.copiedFor30(label) : common.copyRefused, icon: "copy" });
  };
  return (
    <span className="acts">
      {field.concealed && field.type !== "totp" ? (
        <Button
          icon={shown ? "hide" : "show"}
          name={shown ? item.hide(label) : item.show(label)}
          look="ghost"
          size="square"
          press={toggle}
        />
      ) : null}
      <Button icon="copy" name={item.copy(label)} look="ghost" size="square" press={() => void copy()} />
      {field.family === "uri" ? (
        <Button icon="open" name={item.open(label)} look="ghost" size="square" press={() => openSite(field.value ?? "")} />
      ) : null}
    </span>
  );
}
