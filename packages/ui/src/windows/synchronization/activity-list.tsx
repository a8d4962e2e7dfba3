// The newest lines of the activity log, by day.

import type { Activity } from "@holdfast/core";
import { useEffect, useState } from "react";
import { useReach, useWorld } from "../../state/use-world.tsx";
import { useTexts } from "../../text/texts.tsx";

const shown = 50;

export function ActivityList() {
  const { device } = useReach();
  const { synchronization, time } = useTexts();
  const [lines, setLines] = useState<readonly Activity[] | null>(null);
  const changed = useWorld((world) => world.status);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the log is read again whenever something has happened
  useEffect(() => {
    let wanted = true;
    device.activity(shown).then(
      (told) => wanted && setLines(told),
      () => {},
    );
    return () => {
      wanted = false;
    };
  }, [device, changed]);
  if (lines === null) return null;
  const days = Map.groupBy(lines, ({ at }) => time.date(at));
  const yesterday = new Date();
  yesterday.setDate(yesterday.getDate() - 1);
  const named = new Map([
    [time.date(Date.now()), time.today],
    [time.date(yesterday.getTime()), time.yesterday],
  ]);
  return (
    <section className="activity">
      <h3 className="head">{synchronization.activity}</h3>
      {lines.length === 0 ? <p className="quiet small">{synchronization.noActivity}</p> : null}
      {[...days].map(([day, ofDay]) => (
        <div key={day}>
          <h4 className="tiny faint">{named.get(day) ?? day}</h4>
          <ul className="log">
            {ofDay.map((line, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines bear no id, and only the newest ones are added
              <li key={`${line.at} ${i}`}>
                <time dateTime={new Date(line.at).toISOString()}>{time.clock(line.at)}</time>
                <span>{synchronization.activityLine(line.facts)}</span>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}
