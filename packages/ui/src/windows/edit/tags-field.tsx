// The tags of an item, each with the way off; known ones are offered while typing.

import { type KeyboardEvent, useId, useState } from "react";
import { Button } from "../../parts/button.tsx";
import { useWorld } from "../../state/use-world.tsx";
import { useTexts } from "../../text/texts.tsx";

export function TagsField({ tags, change }: { readonly tags: readonly string[]; readonly change: (tags: readonly string[]) => void }) {
  const { edit } = useTexts();
  const known = useWorld((world) => world.counts.tags);
  const [typed, setTyped] = useState("");
  const id = useId();
  const add = (): void => {
    const tag = typed.trim();
    setTyped("");
    if (tag !== "" && !tags.includes(tag)) change([...tags, tag]);
  };
  const key = (event: KeyboardEvent): void => {
    if ((event.key !== "Enter" && event.key !== ",") || typed.trim() === "") return;
    event.preventDefault();
    add();
  };
  return (
    <div className="input">
      <label htmlFor={id}>{edit.tags}</label>
      <div className="box wrap">
        {tags.map((tag) => (
          <span key={tag} className="badge tag">
            {tag}
            <Button
              icon="close"
              name={edit.removeTag(tag)}
              look="ghost"
              size="square"
              press={() => change(tags.filter((one) => one !== tag))}
            />
          </span>
        ))}
        <input
          id={id}
          list={`${id}-known`}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={key}
          onBlur={add}
          aria-describedby={`${id}-help`}
        />
      </div>
      <datalist id={`${id}-known`}>
        {known.map(({ name }) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <span className="help" id={`${id}-help`}>
        {edit.tagsHelp}
      </span>
    </div>
  );
}
