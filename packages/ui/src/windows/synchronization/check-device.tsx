// Checks everything that this device holds, and shows the six words by which two devices are compared.

import { useState } from "react";
import type { Device } from "../../device/port.ts";
import { Button } from "../../parts/button.tsx";
import { useReach } from "../../state/use-world.tsx";
import { type Texts, useTexts } from "../../text/texts.tsx";

type Verification = Awaited<ReturnType<Device["verify"]>>;

function verdict(said: Texts["synchronization"], { ok, reason, server }: Verification): string {
  if (!ok) return said.verifyDamaged(reason ?? "");
  if (server === "agrees") return said.verified;
  return server === "differs" ? said.verifyDiffers : said.verifiedAlone;
}

export function CheckDevice() {
  const { device } = useReach();
  const { common, synchronization } = useTexts();
  const [busy, setBusy] = useState(false);
  const [found, setFound] = useState<Verification | null>(null);
  const [failed, setFailed] = useState(false);
  const check = async (): Promise<void> => {
    setBusy(true);
    setFailed(false);
    try {
      setFound(await device.verify());
    } catch {
      setFailed(true);
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className="stack tight check-device">
      <div className="pair">
        <p className="quiet small">{synchronization.checkAbout}</p>
        <Button busy={busy} press={() => void check()}>
          {synchronization.checking}
        </Button>
      </div>
      {found === null ? null : (
        <div role="status" className="stack tight">
          <p>{verdict(synchronization, found)}</p>
          <p className="small">
            {synchronization.words(found.seq)}: <b>{found.words}</b>
          </p>
        </div>
      )}
      {failed ? <p role="alert">{common.failed}</p> : null}
    </section>
  );
}
