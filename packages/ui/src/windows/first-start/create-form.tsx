// "Create account". Its main password is judged as it is typed: what is guessed first is refused, what is guessed soon is told.

import { passwordMinimum } from "@holdfast/core";
import { useEffect, useState } from "react";
import type { Device } from "../../device/port.ts";
import { TextBox } from "../../parts/text-box.tsx";
import { usePlaces } from "../../state/place.tsx";
import { useReach } from "../../state/use-world.tsx";
import { type Texts, useTexts } from "../../text/texts.tsx";
import { StartForm } from "./start-form.tsx";
import { StrengthMeter } from "./strength-meter.tsx";
import type { Trouble } from "./trouble.ts";
import type { Typed } from "./typed.ts";
import { useStart } from "./use-start.ts";

type Judged = Awaited<ReturnType<Device["judgePassword"]>>;

/** Of passwords and accounts that are typed on, only the newest judgement counts. */
function useJudged(password: string, account: string): Judged | null {
  const { device } = useReach();
  const [judged, setJudged] = useState<Judged | null>(null);
  useEffect(() => {
    if (password === "") return setJudged(null);
    let newest = true;
    device.judgePassword(password, account).then(
      (told) => newest && setJudged(told),
      () => newest && setJudged(null),
    );
    return () => {
      newest = false;
    };
  }, [device, password, account]);
  return judged;
}

export function CreateForm({ typed }: { readonly typed: Typed }) {
  const { device } = useReach();
  const places = usePlaces();
  const { firstStart, troubles } = useTexts();
  const start = useStart();
  const judged = useJudged(typed.password, typed.account);
  const [invited, setInvited] = useState(false);
  const needsInvitation = invited || start.trouble?.field === "invitation";
  const submit = (): void => {
    if (needsInvitation) setInvited(true);
    const wrong = wrongOf(typed, judged, troubles);
    if (wrong !== null) {
      start.say(wrong);
      return;
    }
    const { server, account, password, invitation } = typed;
    void start.run(
      () => device.signUp({ server, account, password, invitation }),
      () => places.stay({ over: { over: "kit", first: true } }),
    );
  };
  return (
    <StartForm name={firstStart.create} start={start} busyText={firstStart.deriving} submit={submit}>
      <TextBox label={firstStart.server} value={typed.server} change={typed.set("server")} inputMode="url" error={start.at("server")} />
      <TextBox
        label={firstStart.account}
        value={typed.account}
        change={typed.set("account")}
        autoComplete="username"
        inputMode="email"
        help={firstStart.accountHelp}
        error={start.at("account")}
        autoFocus
      />
      <div className="stack tight">
        <TextBox
          label={firstStart.password}
          value={typed.password}
          change={typed.set("password")}
          concealed={{ show: firstStart.showPassword, hide: firstStart.hidePassword }}
          autoComplete="new-password"
          help={<PasswordHelp judged={judged} />}
          error={start.at("password")}
        />
        {judged === null ? null : <StrengthMeter score={judged.score} />}
      </div>
      <TextBox
        label={firstStart.repeat}
        value={typed.repeat}
        change={typed.set("repeat")}
        concealed={{ show: firstStart.showPassword, hide: firstStart.hidePassword }}
        autoComplete="new-password"
        error={start.at("repeat")}
      />
      {needsInvitation ? (
        <TextBox
          label={firstStart.invitation}
          value={typed.invitation}
          change={typed.set("invitation")}
          help={firstStart.invitationHelp}
          error={start.at("invitation")}
        />
      ) : null}
    </StartForm>
  );
}

/** What stands in the way before anybody is asked. */
function wrongOf(typed: Typed, judged: Judged | null, troubles: Texts["troubles"]): Trouble | null {
  const missing = firstMissing(typed);
  if (missing !== null) return { field: missing, sentence: troubles.required };
  if (judged?.longEnough === false) return { field: "password", sentence: troubles.passwordTooShort(passwordMinimum) };
  if (judged?.verdict === "refused") return { field: "password", sentence: troubles.passwordRefused };
  return typed.repeat === typed.password ? null : { field: "repeat", sentence: troubles.passwordsDiffer };
}

function firstMissing({ server, account, password, repeat }: Typed): "server" | "account" | "password" | "repeat" | null {
  if (server.trim() === "") return "server";
  if (account.trim() === "") return "account";
  if (password === "") return "password";
  return repeat === "" ? "repeat" : null;
}

function PasswordHelp({ judged }: { readonly judged: Judged | null }) {
  const { firstStart, troubles } = useTexts();
  if (judged === null) return <>{firstStart.passwordHelp}</>;
  if (!judged.longEnough) return <>{troubles.passwordTooShort(passwordMinimum)}</>;
  if (judged.verdict === "refused") return <>{troubles.passwordRefused}</>;
  return (
    <>
      <span className={judged.verdict === "good" ? "good" : ""}>{firstStart.strengths[judged.score]}.</span> {firstStart.passwordHelp}
    </>
  );
}
