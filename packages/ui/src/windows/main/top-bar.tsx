// Search and Add, above the list on wide windows and within the thumb's reach on a phone.

import { useEffect, useRef } from "react";
import { Button as AriaButton, Menu, MenuItem, MenuTrigger, Popover } from "react-aria-components";
import { Icon } from "../../parts/icon.tsx";
import { iconOfKind } from "../../parts/tile.tsx";
import { newKey } from "../../state/new-key.ts";
import { usePlace, usePlaces } from "../../state/place.tsx";
import { kindName } from "../../text/naming.ts";
import { useTexts } from "../../text/texts.tsx";

export const TopBar = () => (
  <header className="top">
    <SearchBox />
    <span className="push" />
    <AddMenu />
  </header>
);

/** `phone`: larger, and without a key that a phone lacks. */
export function SearchBox({ phone = false }: { readonly phone?: boolean }) {
  const { main } = useTexts();
  const places = usePlaces();
  const search = usePlace((place) => place.search);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const focus = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k" || event.altKey || event.shiftKey) return;
      event.preventDefault();
      field.current?.focus();
      field.current?.select();
    };
    addEventListener("keydown", focus);
    return () => removeEventListener("keydown", focus);
  }, []);
  const type = (text: string): void => {
    const checking = places.place.page === "check";
    if (checking) places.go({ page: "items", search: text });
    else places.stay({ search: text });
  };
  return (
    <search className="search">
      <label className="box">
        <Icon name="search" {...(phone ? {} : { size: "s" as const })} />
        <input
          ref={field}
          type="search"
          aria-label={main.search}
          placeholder={main.search}
          value={search}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          enterKeyHint="search"
          onChange={(event) => type(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "ArrowDown" || event.key === "Enter") {
              event.preventDefault();
              document.querySelector<HTMLElement>("[data-items]")?.focus();
            }
            if (event.key === "Escape" && search !== "") {
              event.preventDefault();
              event.stopPropagation();
              type("");
            }
          }}
        />
        {phone ? null : <kbd>{main.searchKey}</kbd>}
      </label>
    </search>
  );
}

export function AddMenu({ square = false }: { readonly square?: boolean }) {
  const texts = useTexts();
  const { main } = texts;
  const places = usePlaces();
  return (
    <MenuTrigger>
      <AriaButton className={square ? "btn square primary" : "btn primary"} aria-label={main.add}>
        <Icon name="plus" {...(square ? {} : { size: "s" as const })} />
        {square ? null : main.add}
      </AriaButton>
      <Popover className="menu" placement={square ? "top end" : "bottom end"}>
        <Menu aria-label={main.add} className="menu-items">
          {Object.keys(texts.kinds).map((kind) => (
            <MenuItem
              key={kind}
              className="menu-item"
              textValue={kindName(texts, kind)}
              onAction={() => places.go({ page: "items", pane: { pane: "form", of: { kind, key: newKey() } } })}
            >
              <Icon name={iconOfKind(kind)} />
              {kindName(texts, kind)}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
