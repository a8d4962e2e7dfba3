// Healing: first what would happen, in numbers; then, on the person's word, it happens. Both sides are kept.

import type { HealPlan } from "@holdfast/core";
import { useState } from "react";
import { Button } from "../../parts/button.tsx";
import { useToasts } from "../../parts/toasts.tsx";
import { useReach, useWorld } from "../../state/use-world.tsx";
import { useTexts } from "../../text/texts.tsx";
import { endText } from "./use-synchronize.ts";

export function Healing() {
  const { device } = useReach();
  const texts = useTexts();
  const { synchronization, common } = texts;
  const [plan, setPlan] = useState<HealPlan | null>(null);
  const [busy, setBusy] = useState(false);
  const [said, say] = useState<string | null>(null);
  const work = async (doing: () => Promise<void>): Promise<void> => {
    setBusy(true);
    say(null);
    try {
      await doing();
    } catch {
      say(common.failed);
    } finally {
      setBusy(false);
    }
  };
  const look = () =>
    work(async () => {
      const told = await device.healPlan();
      if (!told.ok) say(endText(texts, told.error));
      else if (told.value.seen === "nothing") say(synchronization.planNothing);
      else setPlan(told.value);
    });
  return (
    <div className="stack tight">
      {plan === null ? (
        <div className="line">
          <Button busy={busy} press={() => void look()}>
            {synchronization.seeHealing}
          </Button>
        </div>
      ) : (
        <Planned plan={plan} busy={busy} work={work} say={say} done={() => setPlan(null)} />
      )}
      {said === null ? null : (
        <p className="small" role="status">
          {said}
        </p>
      )}
    </div>
  );
}

interface PlannedOptions {
  readonly plan: HealPlan;
  readonly busy: boolean;
  readonly work: (doing: () => Promise<void>) => Promise<void>;
  readonly say: (sentence: string) => void;
  readonly done: () => void;
}

function Planned({ plan, busy, work, say, done }: PlannedOptions) {
  const { device } = useReach();
  const texts = useTexts();
  const toasts = useToasts();
  const { synchronization, common } = texts;
  const progress = useWorld((world) => world.progress.heal);
  // S42: what the server may yet have is replaced by a further word alone.
  const [missed, setMissed] = useState(false);
  if (plan.seen === "nothing") return null;
  const { saw, means } = synchronization.seen[plan.seen];
  // The alarm above says the same already.
  const explained = plan.seen === "behind" || plan.seen === "diverged";
  const heal = () =>
    work(async () => {
      const told = { removing: plan.removed, replacing: plan.damaged, withoutAll: missed };
      const { healed, merged, pushed, end, ...report } = await device.heal(told);
      if (end.type !== "quiet") return say(endText(texts, end));
      if (report.missed === true) return setMissed(true);
      if (healed) toasts.show({ text: synchronization.healed(merged, pushed), icon: "p-up-to-date" });
      else say(synchronization.healFailed);
      done();
    });
  return (
    <section className="stack tight" aria-label={synchronization.healing}>
      {explained ? null : (
        <p>
          {saw} {means}
        </p>
      )}
      {plan.seen === "damaged" || plan.seen === "unfinished" ? null : <p>{synchronization.plan(plan)}</p>}
      {plan.removed > 0 ? <p>{synchronization.planRemoves(plan.removed)}</p> : null}
      {plan.damaged - plan.unheld > 0 ? <p>{synchronization.planReplaces(plan.damaged - plan.unheld)}</p> : null}
      {plan.unheld > 0 ? <p>{synchronization.planUnheld(plan.unheld)}</p> : null}
      {missed ? <p role="status">{synchronization.healMissed}</p> : null}
      {busy && progress !== undefined ? (
        <progress className="thick" value={progress.done} max={progress.total} aria-label={synchronization.healing} />
      ) : null}
      <div className="line">
        <Button look="primary" busy={busy} press={() => void heal()}>
          {missed ? synchronization.replaceAnyway : synchronization.heal}
        </Button>
        <Button look="ghost" disabled={busy} press={done}>
          {common.cancel}
        </Button>
      </div>
    </section>
  );
}
