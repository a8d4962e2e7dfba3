// Makes a password to a wish, anew with every change of it. `use` takes it over, where there is somewhere to take it.

import { type CharacterClass, passwordLengths, type Strength, wordCounts } from "@holdfast/core";
import { useCallback, useEffect, useId, useState } from "react";
import { Button } from "../../parts/button.tsx";
import { CheckBox } from "../../parts/check-box.tsx";
import { Choice } from "../../parts/choice.tsx";
import { Secret } from "../../parts/secret.tsx";
import { useToasts } from "../../parts/toasts.tsx";
import { useReach } from "../../state/use-world.tsx";
import { useTexts } from "../../text/texts.tsx";
import { StrengthMeter } from "../first-start/strength-meter.tsx";

interface Wish {
  readonly made: "characters" | "words";
  readonly length: number;
  readonly classes: readonly CharacterClass[];
  readonly withoutLookAlikes: boolean;
  readonly count: number;
  readonly capitals: boolean;
  readonly number: boolean;
  readonly separator: string;
}

const usual: Wish = {
  made: "characters",
  length: passwordLengths.usual,
  classes: ["lower", "upper", "digits", "symbols"],
  withoutLookAlikes: false,
  count: wordCounts.usual,
  capitals: false,
  number: false,
  separator: "-",
};

interface Made {
  readonly password: string;
  readonly strength: Strength;
}

/** `made`: null where no password fits the wish; "first" until the first one is there. */
function useMade(wish: Wish): { readonly made: Made | null | "first"; readonly again: () => void } {
  const { device } = useReach();
  const [made, setMade] = useState<Made | null | "first">("first");
  const [turn, setTurn] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another turn makes another password for the same wish
  useEffect(() => {
    let newest = true;
    const { length, classes, withoutLookAlikes, count, capitals, number, separator } = wish;
    const asked =
      wish.made === "characters"
        ? device.generate({ length, classes, withoutLookAlikes })
        : device.generateWords({ count, capitals, number, separator });
    asked.then(
      (told) => newest && setMade(told.ok ? told.value : null),
      () => newest && setMade(null),
    );
    return () => {
      newest = false;
    };
  }, [device, wish, turn]);
  return { made, again: useCallback(() => setTurn((before) => before + 1), []) };
}

export function GeneratorPanel({ use }: { readonly use?: (password: string) => void }) {
  const { platform } = useReach();
  const { common, generator } = useTexts();
  const toasts = useToasts();
  const [wish, setWish] = useState(usual);
  const { made: answer, again } = useMade(wish);
  const made = answer === "first" ? null : answer;
  const change = (part: Partial<Wish>): void => setWish((before) => ({ ...before, ...part }));
  const copy = async (password: string): Promise<void> => {
    const copied = await platform.copy(async () => password);
    toasts.show({ text: copied ? common.copiedFor30(generator.copied) : common.copyRefused, icon: "copy" });
  };
  return (
    <div className="stack generator">
      <output className="made" aria-label={generator.result}>
        {made !== null ? (
          <Secret value={made.password} />
        ) : answer === null ? (
          <span className="quiet">{generator.tooNarrow}</span>
        ) : (
          <span className="bone" />
        )}
      </output>
      {made === null ? null : <StrengthMeter score={made.strength.score} />}
      <div className="line">
        {use === undefined || made === null ? null : (
          <Button look="primary" press={() => use(made.password)}>
            {generator.use}
          </Button>
        )}
        {made === null ? null : (
          <Button icon="copy" look={use === undefined ? "primary" : "plain"} press={() => void copy(made.password)}>
            {generator.copy}
          </Button>
        )}
        <Button icon="refresh" press={again}>
          {generator.another}
        </Button>
      </div>
      <Choice
        label={generator.kind}
        value={wish.made}
        change={(value) => change({ made: value })}
        options={[
          { value: "characters", text: generator.characters },
          { value: "words", text: generator.words },
        ]}
      />
      {wish.made === "characters" ? <CharacterWish wish={wish} change={change} /> : <WordWish wish={wish} change={change} />}
    </div>
  );
}

interface WishOptions {
  readonly wish: Wish;
  readonly change: (part: Partial<Wish>) => void;
}

function CharacterWish({ wish, change }: WishOptions) {
  const { generator } = useTexts();
  const names: readonly (readonly [CharacterClass, string])[] = [
    ["lower", generator.lower],
    ["upper", generator.upper],
    ["digits", generator.digits],
    ["symbols", generator.symbols],
  ];
  const set = (name: CharacterClass, wanted: boolean): void =>
    change({ classes: wanted ? [...wish.classes, name] : wish.classes.filter((one) => one !== name) });
  return (
    <>
      <Slider
        label={generator.length}
        value={wish.length}
        least={passwordLengths.least}
        most={64}
        change={(length) => change({ length })}
      />
      <div className="stack tight">
        {names.map(([name, text]) => (
          <CheckBox key={name} label={text} checked={wish.classes.includes(name)} change={(wanted) => set(name, wanted)} />
        ))}
        <CheckBox
          label={generator.lookAlikes}
          checked={wish.withoutLookAlikes}
          change={(wanted) => change({ withoutLookAlikes: wanted })}
        />
      </div>
    </>
  );
}

function WordWish({ wish, change }: WishOptions) {
  const { generator } = useTexts();
  return (
    <>
      <Slider label={generator.count} value={wish.count} least={wordCounts.least} most={12} change={(count) => change({ count })} />
      <div className="stack tight">
        <CheckBox label={generator.capitals} checked={wish.capitals} change={(wanted) => change({ capitals: wanted })} />
        <CheckBox label={generator.digit} checked={wish.number} change={(wanted) => change({ number: wanted })} />
      </div>
    </>
  );
}

interface SliderOptions {
  readonly label: string;
  readonly value: number;
  readonly least: number;
  readonly most: number;
  readonly change: (value: number) => void;
}

function Slider({ label, value, least, most, change }: SliderOptions) {
  const id = useId();
  return (
    <div className="pair slide">
      <label htmlFor={id}>{label}</label>
      <input id={id} type="range" min={least} max={most} value={value} onChange={(event) => change(event.target.valueAsNumber)} />
      <span className="n">{value}</span>
    </div>
  );
}
