// The menu of the whole application, in the lower part of the window.

import { Button as AriaButton, Menu, MenuItem, MenuTrigger, Popover, Separator } from "react-aria-components";
import { Icon } from "../../parts/icon.tsx";
import { usePlaces } from "../../state/place.tsx";
import { useLock } from "../../state/use-lock.ts";
import { useWorld } from "../../state/use-world.tsx";
import { useTexts } from "../../text/texts.tsx";
import { useSynchronize } from "../synchronization/use-synchronize.ts";

export function ApplicationMenu() {
  const { menu, synchronization } = useTexts();
  const lock = useLock();
  const places = usePlaces();
  const open = useWorld((world) => world.stage.stage === "open");
  const { run } = useSynchronize();
  return (
    <MenuTrigger>
      <AriaButton className="btn square ghost" aria-label={menu.title}>
        <Icon name="menu" />
      </AriaButton>
      <Popover className="menu" placement="top end">
        <Menu aria-label={menu.title} className="menu-items">
          {open ? <Entry icon="lock" text={menu.lock} act={lock} /> : null}
          {open ? <Entry icon="refresh" text={synchronization.now} act={() => void run()} /> : null}
          {open ? <Separator /> : null}
          {open ? <Entry icon="generator" text={menu.generator} act={() => places.go({ over: { over: "generator" } })} /> : null}
          <Entry icon="settings" text={menu.settings} act={() => places.go({ over: { over: "settings", section: "general" } })} />
          <Entry icon="info" text={menu.about} act={() => places.go({ over: { over: "about" } })} />
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

const Entry = ({ icon, text, act }: { readonly icon: string; readonly text: string; readonly act: () => void }) => (
  <MenuItem className="menu-item" textValue={text} onAction={act}>
    <Icon name={icon} />
    {text}
  </MenuItem>
);
