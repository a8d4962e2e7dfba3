// The main window: sidebar with the status corner, search, list, item; on a phone one of them at a time.

import { useEffect } from "react";
import { Mark } from "../../parts/icon.tsx";
import { usePlace, usePlaces } from "../../state/place.tsx";
import { phoneWidth, useMedia } from "../../state/use-media.ts";
import { usePresence } from "../../state/use-presence.ts";
import { useReach } from "../../state/use-world.tsx";
import { useTexts } from "../../text/texts.tsx";
import { FormPane } from "../edit/form-pane.tsx";
import { HistoryPane } from "../item/history-pane.tsx";
import { ItemPane } from "../item/item-pane.tsx";
import { Windows } from "../over.tsx";
import { CheckPage } from "../tools/check-page.tsx";
import { ListPane } from "./list-pane.tsx";
import { PhoneBar, PhoneHead } from "./phone.tsx";
import { Sidebar } from "./sidebar.tsx";
import { TopBar } from "./top-bar.tsx";
import { useTellings } from "./use-tellings.ts";

export function MainWindow() {
  const page = usePlace((place) => place.page);
  const open = usePlace(({ pane }) => pane.pane !== "none");
  const phone = useMedia(phoneWidth);
  const over = usePlace((place) => place.over !== null);
  const places = usePlaces();
  const { platform } = useReach();
  useEffect(() => platform.keepOnDisk(), [platform]);
  usePresence();
  useTellings();
  useEffect(() => {
    const back = (event: KeyboardEvent): void => {
      if (event.key !== "Escape" || event.defaultPrevented || over || !open) return;
      if (places.place.pane.pane === "form") return;
      places.leave({ pane: { pane: "none" } });
    };
    addEventListener("keydown", back);
    return () => removeEventListener("keydown", back);
  }, [places, open, over]);
  const covered = open || page === "check";
  return (
    <div className={page === "check" ? "app two" : "app"} {...(covered ? { "data-open": true } : {})}>
      {phone ? open ? null : <PhoneHead /> : <Sidebar />}
      {phone ? null : <TopBar />}
      {page === "check" ? (
        <CheckPage />
      ) : (
        <>
          {phone && open ? null : <ListPane />}
          {phone && !open ? null : <Pane />}
        </>
      )}
      {phone && !open ? <PhoneBar /> : null}
      <Windows />
    </div>
  );
}

function Pane() {
  const pane = usePlace((place) => place.pane);
  const { main } = useTexts();
  switch (pane.pane) {
    case "item":
      return <ItemPane key={pane.id} id={pane.id} />;
    case "history":
      return <HistoryPane key={pane.id} id={pane.id} />;
    case "form":
      return <FormPane key={JSON.stringify(pane.of)} of={pane.of} />;
    case "none":
      return (
        <main className="blank">
          <Mark large />
          <h1>{main.choose}</h1>
          <p>{main.chooseWay}</p>
        </main>
      );
  }
}
