// Account: who is signed in where, and signing out, which first says what would be lost.

import { useState } from "react";
import type { SignOutTrouble } from "../../device/port.ts";
import { Button } from "../../parts/button.tsx";
import { Notice } from "../../parts/notice.tsx";
import { usePlaces } from "../../state/place.tsx";
import { useReach, useWorld } from "../../state/use-world.tsx";
import { useTexts } from "../../text/texts.tsx";

export function AccountSettings() {
  const { settings } = useTexts();
  const stage = useWorld((world) => world.stage);
  if (stage.stage !== "open" && stage.stage !== "locked") return null;
  return (
    <>
      <fieldset className="set">
        <legend>{settings.account}</legend>
        <dl className="facts">
          <dt>{settings.signedInAs}</dt>
          <dd>{stage.account}</dd>
          <dt>{settings.server}</dt>
          <dd>{stage.server}</dd>
        </dl>
      </fieldset>
      <fieldset className="set">
        <legend>{settings.signOut}</legend>
        <SignOut open={stage.stage === "open"} />
      </fieldset>
    </>
  );
}

function SignOut({ open }: { readonly open: boolean }) {
  const { device } = useReach();
  const places = usePlaces();
  const { common, settings } = useTexts();
  const [step, setStep] = useState<"begin" | "sure" | "busy">("begin");
  const [trouble, setTrouble] = useState<SignOutTrouble | null>(null);
  const [failed, setFailed] = useState(false);
  const [dropDrafts, setDropDrafts] = useState(false);
  const signOut = async (discard: boolean, drop = dropDrafts): Promise<void> => {
    setStep("busy");
    setDropDrafts(drop);
    setFailed(false);
    try {
      const left = await device.signOut(discard, drop);
      if (left.ok) return places.reset();
      setTrouble(left.error);
    } catch {
      setFailed(true);
    }
    setStep("begin");
  };
  return (
    <div className="stack">
      <p className="quiet small">{settings.signOutAbout}</p>
      {trouble === null ? null : (
        <Notice
          tone="attention"
          icon="p-attention"
          alert
          acts={
            <>
              {open && trouble.type !== "drafts" ? (
                <Button press={() => places.stay({ over: { over: "export" } })}>{settings.exportFirst}</Button>
              ) : null}
              {trouble.type === "drafts" ? (
                <Button look="danger" press={() => void signOut(false, true)}>
                  {settings.signOutWithoutDrafts}
                </Button>
              ) : (
                <Button look="danger" press={() => void signOut(true)}>
                  {settings.signOutAnyway}
                </Button>
              )}
            </>
          }
        >
          {trouble.type === "drafts"
            ? settings.signOutDrafts(trouble.drafts)
            : trouble.type === "waiting"
              ? settings.signOutWaiting(trouble.waiting)
              : settings.signOutUnsure[trouble.why]}
        </Notice>
      )}
      {failed ? <p role="alert">{common.failed}</p> : null}
      {step === "sure" ? (
        <div className="line">
          <span>{settings.signOutSure}</span>
          <Button look="danger" press={() => void signOut(false)}>
            {settings.signOut}
          </Button>
          <Button look="ghost" press={() => setStep("begin")}>
            {common.cancel}
          </Button>
        </div>
      ) : trouble === null ? (
        <div className="line">
          <Button busy={step === "busy"} press={() => setStep("sure")}>
            {settings.signOut}
          </Button>
        </div>
      ) : null}
    </div>
  );
}
