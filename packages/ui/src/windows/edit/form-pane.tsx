// Adding or editing an item. What is typed is kept as a sealed draft shortly after each change, so that no lock, crash or closed tab loses it.

import { useEffect, useRef, useState } from "react";
import type { Form } from "../../device/port.ts";
import { Button } from "../../parts/button.tsx";
import { CheckBox } from "../../parts/check-box.tsx";
import { Notice } from "../../parts/notice.tsx";
import { usePlaces } from "../../state/place.tsx";
import { useReach } from "../../state/use-world.tsx";
import { kindName } from "../../text/naming.ts";
import { useTexts } from "../../text/texts.tsx";
import { useChanges } from "../main/use-changes.ts";
import { editTrouble } from "./edit-trouble.ts";
import { FormFields } from "./form-fields.tsx";
import { TagsField } from "./tags-field.tsx";

type Of = { readonly kind: string } | { readonly id: string } | { readonly draft: string };

export function FormPane({ of }: { readonly of: Of }) {
  const { device } = useReach();
  const { edit } = useTexts();
  const [opened, setOpened] = useState<{ readonly form: Form; readonly draft: boolean } | "loading" | "gone">("loading");
  // biome-ignore lint/correctness/useExhaustiveDependencies: opened once for each place; the pane is another one for another place
  useEffect(() => {
    let wanted = true;
    device.form(of).then(
      (told) => wanted && setOpened(told ?? "gone"),
      () => wanted && setOpened("gone"),
    );
    return () => {
      wanted = false;
    };
  }, [device]);
  if (opened === "loading") return <main className="item" aria-busy="true" aria-label={edit.loading} />;
  if (opened === "gone") {
    return (
      <main className="blank">
        <h2>{edit.gone}</h2>
      </main>
    );
  }
  return <FormEditor first={opened.form} draft={opened.draft} />;
}

const keepAfterMs = 400;

/** Keeps the form a little after each change, and at once when the page is hidden or the pane goes. */
function useKept(form: Form, changed: boolean): { readonly done: () => void } {
  const { device } = useReach();
  const newest = useRef({ form, changed, kept: true });
  useEffect(() => {
    if (newest.current.form === form) return;
    newest.current = { form, changed, kept: false };
    const timer = setTimeout(() => keep(), keepAfterMs);
    return () => clearTimeout(timer);
  });
  const keep = (): void => {
    const now = newest.current;
    if (now.kept || !now.changed) return;
    now.kept = true;
    device.keepDraft(now.form).catch(() => {
      now.kept = false;
    });
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: one listener for the life of the pane; it reads what is newest
  useEffect(() => {
    document.addEventListener("visibilitychange", keep);
    addEventListener("pagehide", keep);
    return () => {
      keep();
      document.removeEventListener("visibilitychange", keep);
      removeEventListener("pagehide", keep);
    };
  }, []);
  return {
    done: () => {
      newest.current = { ...newest.current, kept: true };
    },
  };
}

function FormEditor({ first, draft }: { readonly first: Form; readonly draft: boolean }) {
  const { device } = useReach();
  const texts = useTexts();
  const { common, edit, main } = texts;
  const places = usePlaces();
  const changes = useChanges();
  const [form, setForm] = useState(first);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const changed = form !== first || draft;
  const kept = useKept(form, changed);
  const title = form.fields.find(({ path }) => path === "title")?.value.trim() ?? "";
  const said = title === "" ? main.untitled : title;
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
        changes.tell(overtook.length > 0 ? edit.overtook(said, overtook) : form.id === null ? edit.added(said) : edit.saved(said), undo);
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
  const cancel = (): void => {
    kept.done();
    void device.dropDraft(form.key).catch(() => {});
    leave(form.id);
  };
  return (
    <main className="item">
      <form
        className="stack"
        aria-label={form.id === null ? edit.newOf(kindName(texts, form.kind)) : edit.editOf(said)}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <div className="item-head">
          <h1>{form.id === null ? edit.newOf(kindName(texts, form.kind)) : edit.editOf(said)}</h1>
          <div className="acts">
            <Button press={cancel}>{common.cancel}</Button>
            <Button look="primary" type="submit" busy={busy}>
              {common.save}
            </Button>
          </div>
        </div>
        {draft ? (
          <Notice tone="waiting" icon="edit">
            {edit.resumed(texts.time.today)}
          </Notice>
        ) : null}
        {trouble === null ? null : (
          <Notice tone="danger" icon="info" alert>
            {trouble}
          </Notice>
        )}
        <FormFields form={form} change={(fields) => setForm({ ...form, fields })} />
        <TagsField tags={form.tags} change={(tags) => setForm({ ...form, tags })} />
        <CheckBox label={edit.favorite} checked={form.favorite} change={(favorite) => setForm({ ...form, favorite })} />
      </form>
    </main>
  );
}
