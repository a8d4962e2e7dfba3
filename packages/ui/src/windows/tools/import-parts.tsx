// What a file would bring, before it is taken; and what it brought, with the way back.

import { type ImportNote, isMuch, type SkippedItem } from "@holdfast/core";
import { useState } from "react";
import type { ImportPreview, ImportReport } from "../../device/port.ts";
import { Button } from "../../parts/button.tsx";
import { Confirm } from "../../parts/confirm.tsx";
import { Notice } from "../../parts/notice.tsx";
import { Tile } from "../../parts/tile.tsx";
import { useReach, useWorld } from "../../state/use-world.tsx";
import { useTexts } from "../../text/texts.tsx";
import { UndoImport } from "./undo-import.tsx";

export interface ImportPreviewOptions {
  readonly preview: ImportPreview;
  readonly taken: (report: ImportReport) => void;
  readonly failed: (sentence: string) => void;
  readonly another: () => void;
}

export function ImportPreviewPart({ preview, taken, failed, another }: ImportPreviewOptions) {
  const { device } = useReach();
  const { common, importing, main } = useTexts();
  const all = useWorld((world) => world.counts.all);
  const [busy, setBusy] = useState(false);
  /** How many would go to the trash, while the person is asked. */
  const [asking, ask] = useState<number | null>(null);
  const count = preview.add + preview.merge;
  const take = async (trashing: number): Promise<void> => {
    setBusy(true);
    try {
      const report = await device.takeImport(preview.token, trashing);
      if (report.ok) taken(report.value);
      else if (report.error.type === "trashes-more") {
        setBusy(false);
        ask(report.error.trash);
      } else failed(importing.trouble(report.error));
    } catch {
      failed(common.failed);
    }
  };
  return (
    <div className="stack">
      <div>
        <p>{importing.preview(importing.formats[preview.format] ?? preview.format)}</p>
        {count === 0 ? <p>{importing.nothing}</p> : null}
        {preview.add > 0 ? <p>{importing.adds(preview.add)}</p> : null}
        {preview.merge > 0 ? <p>{importing.merges(preview.merge)}</p> : null}
        {preview.trash > 0 ? <p>{importing.trashes(preview.trash)}</p> : null}
      </div>
      <Notes notes={preview.notes} skipped={preview.skipped} />
      {preview.sample.length === 0 ? null : (
        <section>
          <h3 className="head">{importing.sample}</h3>
          <ul className="group">
            {preview.sample.map(({ title, kind, subtitle }, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: entries of a file have no other name
              <li key={i} className="row">
                <Tile kind={kind} title={title} />
                <div className="cut">
                  <div className="t cut">{title}</div>
                  <div className="u cut">{subtitle}</div>
                </div>
              </li>
            ))}
          </ul>
        </section>
      )}
      {busy ? <Taking /> : null}
      <div className="line">
        {count === 0 ? null : (
          <Button look="primary" busy={busy} press={() => (isMuch(preview.trash, all) ? ask(preview.trash) : void take(preview.trash))}>
            {importing.take(count)}
          </Button>
        )}
        <Button disabled={busy} press={another}>
          {importing.another}
        </Button>
      </div>
      {asking === null ? null : (
        <Confirm
          title={main.trashMuch(asking)}
          text={main.trashMuchAbout(asking, all)}
          act={importing.takeAll}
          go={() => void take(asking)}
          close={() => ask(null)}
        />
      )}
    </div>
  );
}

function Taking() {
  const { importing } = useTexts();
  const progress = useWorld((world) => world.progress.import);
  if (progress === undefined) return null;
  return (
    <progress className="thick" value={progress.done} max={progress.total} aria-label={importing.taking(progress.done, progress.total)} />
  );
}

function Notes({ notes, skipped }: { readonly notes: readonly ImportNote[]; readonly skipped: readonly SkippedItem[] }) {
  const { importing } = useTexts();
  return (
    <>
      {notes.length === 0 ? null : (
        <ul className="notes">
          {notes.map(importing.note).map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      {skipped.length === 0 ? null : (
        <Notice tone="attention" icon="info" title={importing.skipped(skipped.length)}>
          <ul>
            {skipped.map(({ index, line, title, reason }) => (
              <li key={index}>
                {title === "" ? "" : `${title}: `}
                {importing.skipReason(reason)}
                {line === undefined ? "" : ` (${importing.line(line)})`}
              </li>
            ))}
          </ul>
        </Notice>
      )}
    </>
  );
}

export function ImportDone({ report, another }: { readonly report: ImportReport; readonly another: () => void }) {
  const { common, importing, settings } = useTexts();
  const [undone, setUndone] = useState<"failed" | { readonly removed: number; readonly kept: number } | null>(null);
  const { import: made } = report;
  return (
    <div className="stack">
      <p role="status">{importing.done(report.added, report.merged)}</p>
      <Notes notes={report.notes} skipped={report.skipped} />
      <p className="quiet small">{importing.deleteFile}</p>
      {typeof undone === "object" && undone !== null ? <p role="status">{settings.importUndone(undone.removed, undone.kept)}</p> : null}
      {undone === "failed" ? <p role="alert">{common.failed}</p> : null}
      <div className="line">
        {made === null || (typeof undone === "object" && undone !== null) ? null : (
          <UndoImport id={made} count={report.added} text={importing.undo} done={setUndone} failed={() => setUndone("failed")} />
        )}
        <Button press={another}>{importing.another}</Button>
      </div>
    </div>
  );
}
