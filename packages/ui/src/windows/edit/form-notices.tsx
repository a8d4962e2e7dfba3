// What stands above an open form: that it is a draft, what others made of the item meanwhile, and what stood in the way of saving it.

import { useEffect, useState } from "react";
import type { Form, Meanwhile } from "../../device/port.ts";
import { Button } from "../../parts/button.tsx";
import { Notice } from "../../parts/notice.tsx";
import { useReach, useWorld } from "../../state/use-world.tsx";
import { labelName } from "../../text/naming.ts";
import { useTexts } from "../../text/texts.tsx";

interface FormNoticesOptions {
  readonly form: Form;
  /** When the draft was kept; null where it is none. */
  readonly draft: number | null;
  readonly trouble: string | null;
  readonly startOver: () => void;
}

export function FormNotices({ form, draft, trouble, startOver }: FormNoticesOptions) {
  const { edit, time } = useTexts();
  const [now] = useState(() => Date.now());
  return (
    <>
      {draft === null ? null : (
        <Notice tone="waiting" icon="edit" acts={<Button press={startOver}>{edit.startOver}</Button>}>
          {edit.resumed(time.ago(draft, now))}
        </Notice>
      )}
      <ChangedMeanwhile form={form} />
      {trouble === null ? null : (
        <Notice tone="danger" icon="info" alert>
          {trouble}
        </Notice>
      )}
    </>
  );
}

function ChangedMeanwhile({ form }: { readonly form: Form }) {
  const texts = useTexts();
  const { edit } = texts;
  const meanwhile = useMeanwhile(form);
  if (meanwhile === null) return null;
  if (meanwhile.gone) {
    return (
      <Notice tone="attention" icon="p-attention" alert>
        {edit.meanwhileGone}
      </Notice>
    );
  }
  const named = meanwhile.labels.map((label) => labelName(texts, label));
  return (
    <Notice tone="attention" icon="conflict" title={edit.meanwhile(named, meanwhile.device)} alert>
      {meanwhile.both.length > 0 ? edit.meanwhileYours : edit.meanwhileTheirs}
    </Notice>
  );
}

/** Asked anew whenever the device tells of the item. */
function useMeanwhile(form: Form): Meanwhile | null {
  const { device } = useReach();
  const told = useWorld(({ details }) => (form.id !== null && details.ids.has(form.id) ? details.version : 0));
  const [meanwhile, setMeanwhile] = useState<Meanwhile | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked when the item changed, with the form as it is then
  useEffect(() => {
    let wanted = true;
    device.meanwhile(form).then(
      (answer) => wanted && answer !== null && setMeanwhile(answer),
      () => {},
    );
    return () => {
      wanted = false;
    };
  }, [device, told]);
  return meanwhile;
}
