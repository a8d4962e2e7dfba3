// Settings: sections at the left, each of one subject. What is changed takes effect at once; there is nothing to save.

import { Tab, TabList, TabPanel, Tabs } from "react-aria-components";
import { Window } from "../../parts/dialog.tsx";
import { Icon } from "../../parts/icon.tsx";
import { type SettingsSection, usePlaces } from "../../state/place.tsx";
import { useWorld } from "../../state/use-world.tsx";
import { useTexts } from "../../text/texts.tsx";
import { AboutText } from "./about.tsx";
import { AccountSettings } from "./account-settings.tsx";
import { DeviceSettings } from "./device-settings.tsx";
import { GeneralSettings } from "./general-settings.tsx";
import { ImportExportSettings } from "./import-export-settings.tsx";
import { SecuritySettings } from "./security-settings.tsx";

const sections: readonly { readonly id: SettingsSection; readonly icon: string; readonly open: boolean }[] = [
  { id: "general", icon: "settings", open: false },
  { id: "security", icon: "lock", open: false },
  { id: "devices", icon: "laptop", open: true },
  { id: "account", icon: "user", open: false },
  { id: "import-export", icon: "import", open: true },
  { id: "about", icon: "info", open: false },
];

export function SettingsWindow({ section, close }: { readonly section: SettingsSection; readonly close: () => void }) {
  const { settings } = useTexts();
  const places = usePlaces();
  const open = useWorld((world) => world.stage.stage === "open");
  const names: Readonly<Record<SettingsSection, string>> = {
    general: settings.general,
    security: settings.security,
    devices: settings.devices,
    account: settings.account,
    "import-export": settings.importExport,
    about: settings.about,
  };
  // What needs an open vault is left out while it is locked.
  const shown = sections.filter((one) => open || !one.open);
  const choose = (id: SettingsSection): void => places.stay({ over: { over: "settings", section: id } });
  return (
    <Window title={settings.title} close={close} wide>
      <Tabs className="tabs" orientation="vertical" selectedKey={section} onSelectionChange={(key) => choose(key as SettingsSection)}>
        <TabList className="tablist" aria-label={settings.title}>
          {shown.map(({ id, icon }) => (
            <Tab key={id} id={id} className="tab">
              <Icon name={icon} />
              {names[id]}
            </Tab>
          ))}
        </TabList>
        {shown.map(({ id }) => (
          <TabPanel key={id} id={id} className="tabpanel">
            <Section id={id} />
          </TabPanel>
        ))}
      </Tabs>
    </Window>
  );
}

function Section({ id }: { readonly id: SettingsSection }) {
  switch (id) {
    case "general":
      return <GeneralSettings />;
    case "security":
      return <SecuritySettings />;
    case "devices":
      return <DeviceSettings />;
    case "account":
      return <AccountSettings />;
    case "import-export":
      return <ImportExportSettings />;
    case "about":
      return <AboutText />;
  }
}
