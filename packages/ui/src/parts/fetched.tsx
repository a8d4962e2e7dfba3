// A window whose part of the app is fetched when it is first wanted. While that takes long it says so, and the rest can be used; where it
// fails it says that, and fetches again when it is told to.

import { type ComponentType, useEffect, useState } from "react";
import { useReach } from "../state/use-world.tsx";
import { useTexts } from "../text/texts.tsx";
import { Button } from "./button.tsx";
import { Window } from "./dialog.tsx";

export interface Part<Options> {
  /** Of its source, without the ending. */
  readonly name: string;
  readonly run: () => Promise<ComponentType<Options>>;
  /** Once it has come: it is there at once from then on. */
  got: ComponentType<Options> | null;
}

export const part = <Options,>(name: string, run: Part<Options>["run"]): Part<Options> => ({ name, run, got: null });

/** What comes sooner is not announced, in milliseconds. */
const quietMs = 200;

interface FetchedOptions<Options> {
  readonly of: Part<Options>;
  readonly options: Options;
  readonly close: () => void;
}

export function Fetched<Options extends object>({ of, options, close }: FetchedOptions<Options>) {
  const { platform } = useReach();
  const [state, setState] = useState<"asked" | "failed" | "got">(of.got === null ? "asked" : "got");
  useEffect(() => {
    if (state !== "asked") return;
    let wanted = true;
    const fetched = platform.fetchPart(of.name).then(of.run);
    fetched.then(
      (got) => {
        of.got = got;
        if (wanted) setState("got");
      },
      () => wanted && setState("failed"),
    );
    return () => {
      wanted = false;
    };
  }, [of, platform, state]);
  if (state === "failed") return <NotFetched again={() => setState("asked")} close={close} />;
  const Got = of.got;
  return Got === null ? <Fetching close={close} /> : <Got {...options} />;
}

function Fetching({ close }: { readonly close: () => void }) {
  const { common } = useTexts();
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), quietMs);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="fetching">
      <p role="status" aria-busy="true">
        {slow ? common.opening : ""}
      </p>
      {slow ? (
        <Button look="link" size="small" press={close}>
          {common.cancel}
        </Button>
      ) : null}
    </div>
  );
}

function NotFetched({ again, close }: { readonly again: () => void; readonly close: () => void }) {
  const { common } = useTexts();
  const { platform } = useReach();
  return (
    <Window title={common.notShown} close={close}>
      <div className="dialog-body stack">
        <p role="alert">{common.notFetched}</p>
        <div className="line">
          <Button look="primary" icon="refresh" press={again} autoFocus>
            {common.tryAgain}
          </Button>
          <Button press={platform.reload}>{common.takeVersion}</Button>
        </div>
      </div>
    </Window>
  );
}
