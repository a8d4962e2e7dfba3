// The password check: what is weak, used twice or old, each with the way to the item. Nothing leaves this device.

import type { Checked, Problem } from "@holdfast/core";
import { useCallback, useEffect, useState } from "react";
import { Button } from "../../parts/button.tsx";
import { Icon } from "../../parts/icon.tsx";
import { Tile } from "../../parts/tile.tsx";
import { usePlaces } from "../../state/place.tsx";
import { useReach, useWorld } from "../../state/use-world.tsx";
import { useTexts } from "../../text/texts.tsx";

const problems: readonly Problem[] = ["weak", "reused", "old"];
/** More than this of one problem are told by their number; whoever mends some finds the next. */
const shownAtOnce = 200;

export function CheckPage() {
  const { device } = useReach();
  const { check, common } = useTexts();
  const [found, setFound] = useState<readonly Checked[] | null>(null);
  const [failed, setFailed] = useState(false);
  const run = useCallback(() => {
    setFound(null);
    setFailed(false);
    device.checkPasswords().then(setFound, () => setFailed(true));
  }, [device]);
  useEffect(run, [run]);
  return (
    <main className="item check-page" aria-label={check.title}>
      <div className="item-head">
        <h1>{check.title}</h1>
        <div className="acts">
          <Button icon="refresh" disabled={found === null && !failed} press={run}>
            {check.again}
          </Button>
        </div>
      </div>
      <p className="quiet">{check.about}</p>
      {failed ? <p role="alert">{common.failed}</p> : found === null ? <Checking /> : <Found found={found} />}
    </main>
  );
}

function Checking() {
  const { check } = useTexts();
  const progress = useWorld((world) => world.progress.check);
  const { done, total } = progress ?? { done: 0, total: 0 };
  return (
    <div role="status" className="stack tight">
      <p>{check.running(done, total)}</p>
      <progress className="thick" value={done} max={Math.max(1, total)} aria-label={check.title} />
    </div>
  );
}

function Found({ found }: { readonly found: readonly Checked[] }) {
  const { check } = useTexts();
  if (found.length === 0) {
    return (
      <p role="status" className="line">
        <Icon name="check-up" />
        {check.allGood}
      </p>
    );
  }
  return (
    <>
      <p role="status">{check.found(found.length)}</p>
      {problems.map((problem) => (
        <ProblemGroup key={problem} problem={problem} items={found.filter(({ problems: has }) => has.includes(problem))} />
      ))}
    </>
  );
}

function ProblemGroup({ problem, items }: { readonly problem: Problem; readonly items: readonly Checked[] }) {
  const { check } = useTexts();
  const places = usePlaces();
  const { store } = useReach();
  if (items.length === 0) return null;
  return (
    <section className="problem" aria-label={check.problems[problem]}>
      <h2 className="head">
        {check.problems[problem]} <span className="n">{items.length}</span>
      </h2>
      <p className="quiet small">{check.explained[problem]}</p>
      <ul className="group">
        {items.slice(0, shownAtOnce).map(({ id, title }) => (
          <li key={id}>
            <button
              type="button"
              className="row"
              onClick={() => places.go({ page: "items", section: { section: "all" }, search: "", pane: { pane: "item", id } })}
            >
              <Tile kind={store.rows.get(id)?.kind ?? "login"} title={title} />
              <span className="cut">
                <span className="t cut">{title}</span>
                <span className="u cut">{store.rows.get(id)?.subtitle ?? ""}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
