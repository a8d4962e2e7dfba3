// Adding or editing an item. What is typed is kept as a sealed draft shortly after each change, so that no lock, crash or closed tab loses it.

import { useEffect, useState } from "react";
import type { Form, OpenedForm } from "../../device/port.ts";
import { Button } from "../../parts/button.tsx";
import { CheckBox } from "../../parts/check-box.tsx";
import { NotLoaded } from "../../parts/not-loaded.tsx";
import { useToasts } from "../../parts/toasts.tsx";
import { usePlaces } from "../../state/place.tsx";
import { useReach } from "../../state/use-world.tsx";
import { kindName, labelName } from "../../text/naming.ts";
import { useTexts } from "../../text/texts.tsx";
import { useChanges } from "../main/use-changes.ts";
import { editTrouble } from "./edit-trouble.ts";
import { FormFields } from "./form-fields.tsx";
import { FormNotices } from "./form-notices.tsx";
import { TagsField } from "./tags-field.tsx";
import { useKept } from "./use-kept.ts";

type Of = { readonly kind: string; readonly key: string } | { readonly id: string } | { readonly draft: string };

export function FormPane({ of }: { readonly of: Of }) {
  const { device } = useReach();
  const { edit } = useTexts();
  const [opened, setOpened] = useState<OpenedForm | "loading" | "gone" | "failed">("loading");
  const [times, setTimes] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: opened once for each place, and again to start over
  useEffect(() => {
    let wanted = true;
    device.form(of).then(
      (told) => wanted && setOpened(told ?? "gone"),
      () => wanted && setOpened("failed"),
    );
    return () => {
      wanted = false;
    };
  }, [device, times]);
  if (opened === "loading") return <main className="item" aria-busy="true" aria-label={edit.loading} />;
  const again = (): void => {
    setOpened("loading");
    setTimes(times + 1);
  };
  if (opened === "failed") return <NotLoaded again={again} />;
  if (opened === "gone") {
    return (
      <main className="blank">
        <h2>{edit.gone}</h2>
      </main>
    );
  }
  return <FormEditor key={times} opened={opened} again={again} />;
}

interface FormEditorOptions {
  readonly opened: OpenedForm;
  /** Opens the form anew, as the item is now. */
  readonly again: () => void;
}

function FormEditor({ opened, again }: FormEditorOptions) {
  const { first, form, setForm, busy, trouble, said, save, cancel, startOver } = useEditing(opened, again);
  const texts = useTexts();
  const { common, edit } = texts;
  const name = first.id === null ? edit.newOf(kindName(texts, first.kind)) : edit.editOf(said);
  return (
    <main className="item">
      <form
        className="stack"
        aria-label={name}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <div className="item-head">
          <h1>{name}</h1>
          <div className="acts">
            <Button press={cancel}>{common.cancel}</Button>
            <Button look="primary" type="submit" busy={busy}>
              {common.save}
            </Button>
          </div>
        </div>
        <FormNotices form={form} draft={opened.draft} trouble={trouble} startOver={startOver} />
        <FormFields form={form} change={(fields) => setForm({ ...form, fields })} />
        <TagsField tags={form.tags} change={(tags) => setForm({ ...form, tags })} />
        <CheckBox label={edit.favorite} checked={form.favorite} change={(favorite) => setForm({ ...form, favorite })} />
      </form>
    </main>
  );
}

function useEditing({ form: first, draft }: OpenedForm, again: () => void) {
  const { device } = useReach();
  const texts = useTexts();
  const { common, edit, main } = texts;
  const places = usePlaces();
  const changes = useChanges();
  const toasts = useToasts();
  const [form, setForm] = useState(first);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const changed = form !== first || draft !== null;
  const titled = (of: Form): string => of.fields.find(({ path }) => path === "title")?.value.trim() || main.untitled;
  const kept = useKept(form, changed, (left) => toasts.show({ text: edit.draftKept(titled(left)), icon: "edit" }));
  const said = titled(form);
  const leave = (id: string | null): void => places.leave({ pane: id === null ? { pane: "none" } : { pane: "item", id } });
  const save = async (): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setTrouble(null);
    try {
      const saved = await device.save(form);
      if (saved.ok) {
        kept.done();
        const { id, undo, overtook } = saved.value;
        changes.tell(
          overtook.length > 0
            ? edit.overtook(
                said,
                overtook.map((label) => labelName(texts, label)),
              )
            : form.id === null
              ? edit.added(said)
              : edit.saved(said),
          undo,
        );
        // An edit began at the item, and goes back there; a new item takes the place of its form.
        if (form.id === null) places.stay({ pane: { pane: "item", id } });
        else leave(id);
        return;
      }
      setTrouble(editTrouble(texts, saved.error));
    } catch {
      setTrouble(common.failed);
    }
    setBusy(false);
  };
  const drop = (): Promise<void> => device.dropDraft(form.key).catch(() => {});
  const cancel = (): void => {
    kept.done();
    void drop();
    if (changed) toasts.show({ text: edit.discarded, icon: "edit", undo: () => void takeUp() });
    leave(form.id);
  };
  const takeUp = async (): Promise<void> => {
    await device.keepDraft(form);
    places.go({ page: "items", pane: { pane: "form", of: form.id === null ? { draft: form.key } : { id: form.id } } });
  };
  const startOver = (): void => {
    kept.done();
    toasts.show({ text: edit.discarded, icon: "edit", undo: () => void takeUp().then(again) });
    void drop().then(again);
  };
  return { first, form, setForm, busy, trouble, said, save, cancel, startOver };
}
