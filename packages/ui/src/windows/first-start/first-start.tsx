// The first start on a device: a new account, a known one, or a setup code. The first screen asks which; what was typed in one way is there
// when the person comes back to it.

import { useState } from "react";
import { Tab, TabList, TabPanel, Tabs } from "react-aria-components";
import { Button } from "../../parts/button.tsx";
import { Mark } from "../../parts/icon.tsx";
import { Notice } from "../../parts/notice.tsx";
import { useTexts } from "../../text/texts.tsx";
import { CreateForm } from "./create-form.tsx";
import { SetupCodeForm } from "./setup-code-form.tsx";
import { SignInForm } from "./sign-in-form.tsx";
import { useTyped } from "./typed.ts";

type Way = "create" | "sign-in" | "setup-code";

/** `refused`: why a restore that had begun was not kept. */
export function FirstStart({ refused }: { readonly refused: string | null }) {
  const { common, firstStart, troubles } = useTexts();
  const [way, setWay] = useState<Way | null>(null);
  const typed = useTyped();
  return (
    <main className="door split">
      <aside className="shore">
        <Mark deep />
        <div className="line word">
          <Mark />
          <b>{common.product}</b>
        </div>
        <p className="headline">{firstStart.headline}</p>
        <p>{firstStart.promise}</p>
      </aside>
      <div className="card stack">
        {refused === null ? null : (
          <Notice tone="danger" icon="info" alert>
            {troubles.verify(refused)}
          </Notice>
        )}
        {way === null ? (
          <Openers choose={setWay} />
        ) : (
          <>
            <h1 className="sr">{{ create: firstStart.create, "sign-in": firstStart.signIn, "setup-code": firstStart.setupCode }[way]}</h1>
            <Tabs className="stack" selectedKey={way} onSelectionChange={(key) => setWay(key as Way)}>
              <TabList className="segment openers" aria-label={firstStart.ways}>
                <Tab id="create">{firstStart.create}</Tab>
                <Tab id="sign-in">{firstStart.signIn}</Tab>
                <Tab id="setup-code">{firstStart.setupCode}</Tab>
              </TabList>
              <TabPanel id="create">
                <CreateForm typed={typed} />
              </TabPanel>
              <TabPanel id="sign-in">
                <SignInForm typed={typed} />
              </TabPanel>
              <TabPanel id="setup-code">
                <SetupCodeForm typed={typed} />
              </TabPanel>
            </Tabs>
          </>
        )}
      </div>
    </main>
  );
}

function Openers({ choose }: { readonly choose: (way: Way) => void }) {
  const { firstStart } = useTexts();
  return (
    <div className="stack">
      <div>
        <h1>{firstStart.welcome}</h1>
        <p className="quiet">{firstStart.choose}</p>
      </div>
      <div className="stack">
        <Opener about={firstStart.createAbout}>
          <Button look="primary" size="wide" press={() => choose("create")}>
            {firstStart.create}
          </Button>
        </Opener>
        <Opener about={firstStart.signInAbout}>
          <Button size="wide" press={() => choose("sign-in")}>
            {firstStart.signIn}
          </Button>
        </Opener>
        <Opener about={firstStart.setupCodeAbout}>
          <Button size="wide" press={() => choose("setup-code")}>
            {firstStart.setupCode}
          </Button>
        </Opener>
      </div>
    </div>
  );
}

const Opener = ({ about, children }: { readonly about: string; readonly children: React.ReactNode }) => (
  <div className="input">
    {children}
    <span className="help">{about}</span>
  </div>
);
