// The password check: what is weak, used twice or old, each with the way to change it. Nothing leaves this device.

import type { Checked, Problem } from "@holdfast/core";
import { useCallback, useEffect, useState } from "react";
import { Button } from "../../parts/button.tsx";
import { Icon } from "../../parts/icon.tsx";
import { Tile } from "../../parts/tile.tsx";
import { usePlaces } from "../../state/place.tsx";
import { useReach, useWorld } from "../../state/use-world.tsx";
import { useTexts } from "../../text/texts.tsx";
import { guessedIn, problems, sharesOf } from "./check-parts.ts";

/** More than this of one problem are told by their number; whoever mends some finds the next. */
const shownAtOnce = 200;

interface Result {
  readonly judged: number;
  readonly found: readonly Checked[];
}

export function CheckPage() {
  const { device } = useReach();
  const { check, common } = useTexts();
  const [result, setResult] = useState<Result | null>(null);
  const [failed, setFailed] = useState(false);
  const run = useCallback(() => {
    setResult(null);
    setFailed(false);
    device.checkPasswords().then(setResult, () => setFailed(true));
  }, [device]);
  useEffect(run, [run]);
  return (
    <main className="item check-page" aria-label={check.title}>
      <div className="item-head">
        <div>
          <h1>{check.title}</h1>
          <p className="quiet" role="status">
            {result === null ? check.aboutRunning : result.judged === 0 ? check.none : check.about(result.found.length, result.judged)}
          </p>
        </div>
        <div className="acts">
          <Button icon="refresh" disabled={result === null && !failed} press={run}>
            {check.again}
          </Button>
        </div>
      </div>
      {failed ? <p role="alert">{common.failed}</p> : result === null ? <Checking /> : <Found result={result} />}
    </main>
  );
}

function Checking() {
  const { check } = useTexts();
  const progress = useWorld((world) => world.progress.check);
  const { done, total } = progress ?? { done: 0, total: 0 };
  return (
    <div className="stack tight">
      <p>{check.running(done, total)}</p>
      <progress className="thick" value={done} max={Math.max(1, total)} aria-label={check.title} />
    </div>
  );
}

function Found({ result: { judged, found } }: { readonly result: Result }) {
  const { check } = useTexts();
  if (judged === 0) return null;
  return (
    <>
      <Bar judged={judged} found={found} />
      {found.length === 0 ? (
        <p className="line">
          <Icon name="check-up" />
          {check.allGood}
        </p>
      ) : (
        problems.map((problem) => (
          <ProblemGroup key={problem} problem={problem} items={found.filter(({ problems: has }) => has.includes(problem))} />
        ))
      )}
    </>
  );
}

function Bar({ judged, found }: Result) {
  const { check, main } = useTexts();
  const { width, shares } = sharesOf(judged, found);
  const named = { ...check.problems, good: check.good };
  const said = shares.map(({ of, count }) => `${named[of]}: ${main.count(count)}`);
  return (
    <>
      <svg className="bar" viewBox={`0 0 ${width} 10`} preserveAspectRatio="none" role="img" aria-label={check.bar(said)}>
        {shares.map(({ of, at, width: wide }) => (
          <rect key={of} className={`b-${of}`} x={at} width={wide} height={10} rx={3} />
        ))}
      </svg>
      <ul className="legend small" aria-hidden="true">
        {shares.map(({ of, count }) => (
          <li key={of}>
            <i className={`l-${of}`} />
            {named[of]} <b>{main.count(count)}</b>
          </li>
        ))}
      </ul>
    </>
  );
}

function ProblemGroup({ problem, items }: { readonly problem: Problem; readonly items: readonly Checked[] }) {
  const { check } = useTexts();
  if (items.length === 0) return null;
  return (
    <section aria-label={check.problems[problem]}>
      <h2 className="head">
        {check.problems[problem]} <span className="quiet">{check.explained[problem]}</span>
      </h2>
      <ul className="group">
        {items.slice(0, shownAtOnce).map((item) => (
          <ProblemRow key={item.id} item={item} problem={problem} />
        ))}
      </ul>
    </section>
  );
}

function ProblemRow({ item: { id, title, guesses, uses, since }, problem }: { readonly item: Checked; readonly problem: Problem }) {
  const { check, main, time } = useTexts();
  const places = usePlaces();
  const { store } = useReach();
  const [now] = useState(() => Date.now());
  const row = store.rows.get(id);
  const said = title === "" ? main.untitled : title;
  const why = { weak: check.guessed[guessedIn(guesses)], reused: check.uses(uses), old: time.ago(since, now) };
  const here = { page: "items", section: { section: "all" }, search: "" } as const;
  return (
    <li className="row crow">
      <Tile kind={row?.kind ?? "login"} title={said} />
      <button type="button" className="cut" onClick={() => places.go({ ...here, pane: { pane: "item", id } })}>
        <span className="t cut">{said}</span>
        <span className="u cut">{row?.subtitle ?? ""}</span>
      </button>
      <span className={problem === "weak" ? "badge attn" : "badge wait"}>{why[problem]}</span>
      <Button size="small" name={check.changeOf(said)} press={() => places.go({ ...here, pane: { pane: "form", of: { id } } })}>
        {check.change}
      </Button>
    </li>
  );
}
