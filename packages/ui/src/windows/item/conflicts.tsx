// Fields that two devices changed before they heard of each other: both values side by side, of equal weight, nothing chosen beforehand.

import { useEffect, useId, useState } from "react";
import type { ConflictSide, ConflictView, ItemDetail } from "../../device/port.ts";
import { Button } from "../../parts/button.tsx";
import { Notice } from "../../parts/notice.tsx";
import { Secret } from "../../parts/secret.tsx";
import { useReach } from "../../state/use-world.tsx";
import { labelName } from "../../text/naming.ts";
import { useTexts } from "../../text/texts.tsx";
import { useChanges } from "../main/use-changes.ts";

export const Conflicts = ({ detail }: { readonly detail: ItemDetail }) => (
  <>
    {detail.conflicts.map((conflict) => (
      <OneConflict key={conflict.path} id={detail.row.id} conflict={conflict} />
    ))}
  </>
);

function OneConflict({ id, conflict }: { readonly id: string; readonly conflict: ConflictView }) {
  const texts = useTexts();
  const { item } = texts;
  const label = labelName(texts, conflict.label, conflict.path.startsWith("custom/"));
  return (
    <section aria-label={item.conflict(label)}>
      <Notice tone="attention" icon="conflict" title={item.conflict(label)}>
        {item.conflictWay}
      </Notice>
      <div className="versus">
        <Side id={id} conflict={conflict} which="current" side={conflict.current} label={label} />
        <Side id={id} conflict={conflict} which="other" side={conflict.other} label={label} />
      </div>
    </section>
  );
}

interface SideOptions {
  readonly id: string;
  readonly conflict: ConflictView;
  readonly which: "current" | "other";
  readonly side: ConflictSide;
  readonly label: string;
}

function Side({ id, conflict, which, side, label }: SideOptions) {
  const { device } = useReach();
  const { item, time } = useTexts();
  const changes = useChanges();
  const whose = useId();
  const [value, setValue] = useState(side.value);
  useEffect(() => {
    if (!conflict.concealed) return setValue(side.value);
    let wanted = true;
    device.revealConflict(id, conflict.path, which).then(
      (told) => wanted && setValue(told),
      () => {},
    );
    return () => {
      wanted = false;
    };
  }, [device, id, conflict, which, side]);
  const keep = () =>
    changes.make(
      () => device.keep(id, conflict.path, which),
      () => item.kept(label),
    );
  return (
    <div className="choice">
      <p className="small quiet" id={whose}>
        {side.device ?? item.unknownDevice} · {time.dateAndTime(side.changed)}
      </p>
      <p>{side.removed ? <i>{item.removed}</i> : conflict.concealed ? <Secret value={value ?? ""} /> : (value ?? "")}</p>
      <Button describedBy={whose} press={() => void keep()}>
        {item.keep}
      </Button>
    </div>
  );
}
