// The emergency kit as a sheet of paper, on the screen and on the printer: light whatever the theme.

import type { EmergencyKit } from "@holdfast/core";
import { Fragment } from "react";
import { Mark } from "../../parts/icon.tsx";
import { useTexts } from "../../text/texts.tsx";
import { QrCode } from "./qr-code.tsx";

export function KitPage({ kit, now }: { readonly kit: EmergencyKit; readonly now: number }) {
  const { common, kit: texts, time } = useTexts();
  return (
    <article className="sheet-a4">
      <header>
        <span className="line">
          <Mark />
          <b>{common.product}</b>
        </span>
        <span>{time.date(now)}</span>
      </header>
      <h2>{texts.title}</h2>
      <p className="lead">{texts.lead}</p>
      <dl>
        <dt>{texts.server}</dt>
        <dd>{kit.origin}</dd>
        <dt>{texts.account}</dt>
        <dd>{kit.account}</dd>
        <dt>{texts.secretKey}</dt>
        <dd>
          <span className="mono key">
            {kit.secretKey.split("-").map((group, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the groups of a key stand still
              <Fragment key={i}>
                {i === 0 ? null : "-"}
                {i === 0 ? null : <wbr />}
                <b>{group}</b>
              </Fragment>
            ))}
          </span>
        </dd>
      </dl>
      <div className="write">
        <span>{texts.password}</span>
        <i />
        <small>{texts.write}</small>
      </div>
      <div className="howto">
        <div>
          <QrCode text={kit.setupCode} name={texts.code} />
          <small>{texts.codeHolds}</small>
        </div>
        <div>
          <h3>{texts.onNewDevice}</h3>
          <ol>
            {texts.steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
          <h3>{texts.where}</h3>
          <p>{texts.wherePlaces}</p>
        </div>
      </div>
      <footer>{texts.letters}</footer>
    </article>
  );
}
