// The main window of a phone: the status under the title, search and Add where the thumb is.

import { useState } from "react";
import { Window } from "../../parts/dialog.tsx";
import { Icon } from "../../parts/icon.tsx";
import { usePlace, usePlaces } from "../../state/place.tsx";
import { useWorld } from "../../state/use-world.tsx";
import { useTexts } from "../../text/texts.tsx";
import { ApplicationMenu } from "../menu/application-menu.tsx";
import { StatusButton } from "../synchronization/corner.tsx";
import { sectionName } from "./sections.ts";
import { VaultNavigation } from "./sidebar.tsx";
import { AddMenu, SearchBox } from "./top-bar.tsx";

export function PhoneHead() {
  const status = useWorld((world) => world.status);
  return (
    <header className="phone-head">
      <div className="line">
        {status === null ? null : <StatusButton status={status} />}
        <span className="push" />
        <ApplicationMenu />
      </div>
    </header>
  );
}

export function PhoneBar() {
  const texts = useTexts();
  const { main } = texts;
  const places = usePlaces();
  const [choosing, choose] = useState(false);
  const section = usePlace((place) => place.section);
  const checking = usePlace(({ page }) => page === "check");
  const close = (): void => choose(false);
  return (
    <footer className="phone-foot">
      <div className="thumb">
        <SearchBox phone />
        <AddMenu square />
      </div>
      <nav className="tabbar" aria-label={main.bar}>
        <BarLink
          icon="all"
          text={sectionName(texts, section)}
          current={!checking}
          go={() => (checking ? places.go({ page: "items" }) : choose(true))}
        />
        <BarLink icon="check-up" text={main.checkShort} current={checking} go={() => places.go({ page: checking ? "items" : "check" })} />
        <BarLink icon="generator" text={main.generator} current={false} go={() => places.go({ over: { over: "generator" } })} />
        <BarLink
          icon="settings"
          text={main.settings}
          current={false}
          go={() => places.go({ over: { over: "settings", section: "general" } })}
        />
      </nav>
      {choosing ? (
        <Window title={main.chooseSection} close={close}>
          <div className="dialog-body">
            <VaultNavigation chosen={close} />
          </div>
        </Window>
      ) : null}
    </footer>
  );
}

interface BarLinkOptions {
  readonly icon: string;
  readonly text: string;
  readonly current: boolean;
  readonly go: () => void;
}

const BarLink = ({ icon, text, current, go }: BarLinkOptions) => (
  <button type="button" title={text} {...(current ? { "aria-current": "page" } : {})} onClick={go}>
    <Icon name={icon} />
    <span className="cut">{text}</span>
  </button>
);
