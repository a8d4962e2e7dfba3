// One item: what it holds, what can be done with it, and what about it wants a look.

import { useState } from "react";
import type { ItemDetail } from "../../device/port.ts";
import { Button } from "../../parts/button.tsx";
import { NotLoaded } from "../../parts/not-loaded.tsx";
import { Notice } from "../../parts/notice.tsx";
import { Tile } from "../../parts/tile.tsx";
import { usePlaces } from "../../state/place.tsx";
import { phoneWidth, useMedia } from "../../state/use-media.ts";
import { useReach, useWorld } from "../../state/use-world.tsx";
import { kindName } from "../../text/naming.ts";
import { useTexts } from "../../text/texts.tsx";
import { useDropDraft } from "../edit/use-drop-draft.ts";
import { useChanges } from "../main/use-changes.ts";
import { Conflicts } from "./conflicts.tsx";
import { FieldGroups } from "./field-groups.tsx";
import { useDetail } from "./use-detail.ts";

export function ItemPane({ id }: { readonly id: string }) {
  const { item } = useTexts();
  const { detail, again } = useDetail(id);
  if (detail === "failed") return <NotLoaded again={again} />;
  if (detail === "loading") return <main className="item" aria-busy="true" />;
  if (detail === "gone") {
    return (
      <main className="blank">
        <h2>{item.gone}</h2>
        <p>{item.goneWay}</p>
      </main>
    );
  }
  return (
    <main className="item">
      <BackLine />
      <Head detail={detail} />
      <Notices detail={detail} />
      <Conflicts detail={detail} />
      <FieldGroups detail={detail} />
      <Meta detail={detail} />
    </main>
  );
}

function BackLine() {
  const { common } = useTexts();
  const places = usePlaces();
  const phone = useMedia(phoneWidth);
  if (!phone) return null;
  return (
    <div className="back-line">
      <Button look="ghost" icon="left" press={() => places.leave({ pane: { pane: "none" } })}>
        {common.back}
      </Button>
    </div>
  );
}

function Head({ detail }: { readonly detail: ItemDetail }) {
  const texts = useTexts();
  const { item, common, main } = texts;
  const { row } = detail;
  const places = usePlaces();
  const { device } = useReach();
  const changes = useChanges();
  const title = row.title === "" ? main.untitled : row.title;
  const setFavorite = () =>
    changes.make(
      () => device.setFavorite(row.id, !row.favorite),
      () => (row.favorite ? item.favoriteRemoved(title) : item.favoriteAdded(title)),
    );
  return (
    <div className="item-head">
      <Tile kind={row.kind} title={title} big />
      <div>
        <h1>{title}</h1>
        <p className="quiet small">{kindName(texts, row.kind)}</p>
      </div>
      <div className="acts">
        {row.trashed ? (
          <RestoreButton id={row.id} />
        ) : (
          <>
            <Button
              icon={row.favorite ? "star-on" : "star"}
              name={row.favorite ? item.removeFavorite : item.addFavorite}
              look="ghost"
              size="square"
              press={() => void setFavorite()}
            />
            <Button icon="edit" press={() => places.go({ pane: { pane: "form", of: { id: row.id } } })}>
              {item.edit}
            </Button>
            <DeleteButton id={row.id} label={common.delete} />
          </>
        )}
      </div>
    </div>
  );
}

function DeleteButton({ id, label }: { readonly id: string; readonly label: string }) {
  const { device } = useReach();
  const { main } = useTexts();
  const places = usePlaces();
  const changes = useChanges();
  const remove = async (): Promise<void> => {
    const gone = await changes.make(
      () => device.trash([id]),
      ({ count }) => main.trashed(count),
    );
    if (gone !== null) places.leave({ pane: { pane: "none" } });
  };
  return <Button icon="trash" name={label} look="ghost" size="square" press={() => void remove()} />;
}

function RestoreButton({ id }: { readonly id: string }) {
  const { device } = useReach();
  const { common, main } = useTexts();
  const changes = useChanges();
  const restore = () =>
    changes.make(
      () => device.restore([id]),
      ({ count }) => main.restoredFromTrash(count),
    );
  return (
    <Button icon="undo" look="primary" press={() => void restore()}>
      {common.restore}
    </Button>
  );
}

function Notices({ detail }: { readonly detail: ItemDetail }) {
  const { item, time } = useTexts();
  const damaged = useWorld(
    (world) =>
      world.status?.attention.some(({ kind, items }) => kind === "damaged" && items?.some((one) => hex(one) === detail.row.id)) ?? false,
  );
  return (
    <>
      {detail.trashedAt === null ? null : (
        <Notice tone="off" icon="trash" title={item.inTrash(time.date(detail.trashedAt))}>
          {item.inTrashWay}
        </Notice>
      )}
      <UnsavedHere id={detail.row.id} />
      {damaged ? (
        <Notice tone="attention" icon="p-attention" title={item.damaged}>
          {item.damagedWay}
        </Notice>
      ) : null}
      {detail.hidden === "kind" ? (
        <Notice tone="attention" icon="unknown" title={item.hiddenKind}>
          {item.hiddenKindWay}
        </Notice>
      ) : detail.hidden.length > 0 ? (
        <Notice tone="attention" icon="unknown">
          {item.hiddenParts(detail.hidden.length)}
        </Notice>
      ) : null}
    </>
  );
}

/** A draft over this item that was kept and not saved. */
function UnsavedHere({ id }: { readonly id: string }) {
  const drop = useDropDraft();
  const { item, time } = useTexts();
  const places = usePlaces();
  const [now] = useState(() => Date.now());
  const draft = useWorld(({ drafts }) => drafts.find((one) => one.id === id) ?? null);
  if (draft === null) return null;
  return (
    <Notice
      tone="waiting"
      icon="edit"
      title={item.draftHere(time.ago(draft.at, now))}
      acts={
        <>
          <Button press={() => places.go({ pane: { pane: "form", of: { id } } })}>{item.continueEditing}</Button>
          <Button look="ghost" press={() => void drop(draft.key)}>
            {item.dropDraft}
          </Button>
        </>
      }
    />
  );
}

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

function Meta({ detail }: { readonly detail: ItemDetail }) {
  const { item, time } = useTexts();
  const places = usePlaces();
  const [now] = useState(() => Date.now());
  const { row } = detail;
  return (
    <div className="meta">
      <Button look="link" icon="history" press={() => places.go({ pane: { pane: "history", id: row.id } })}>
        {item.historyCount(detail.past)}
      </Button>
      <span>{item.changed(time.ago(row.changed, now), detail.changedBy)}</span>
      {row.waiting ? <span className="badge wait">{item.notSent}</span> : null}
    </div>
  );
}
