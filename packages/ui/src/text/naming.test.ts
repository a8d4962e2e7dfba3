import { listedKinds } from "@holdfast/core";
import { expect, it } from "vitest";
import { english } from "./english/index.ts";
import { kindName, kindNames, labelName } from "./naming.ts";

it("has a text for every kind that can be listed, and for every field of it", () => {
  expect(Object.keys(english.kinds).sort()).toEqual(listedKinds.map(({ name }) => name).sort());
  const known = new Set(Object.keys(english.labels));
  expect(listedKinds.flatMap(({ fields }) => fields.map(({ label }) => label)).filter((label) => !known.has(label))).toEqual([]);
});

it("leaves names that it does not know, and those of the person, as they are", () => {
  expect([kindName(english, "card"), kindNames(english, "card"), kindName(english, "hologram")]).toEqual([
    "Payment card",
    "Cards",
    "hologram",
  ]);
  const other = { labels: { ...english.labels, Password: "Passwort" } };
  expect([labelName(other, "Password"), labelName(other, "Password", true), labelName(other, "Maiden name")]).toEqual([
    "Passwort",
    "Password",
    "Maiden name",
  ]);
});

it("calls a tag by its name, whatever that is, and not a field that somebody has called like one", () => {
  const other = { labels: { ...english.labels, tagNamed: "Etikett #" } };
  expect([labelName(other, "tag/work"), labelName(other, "tag/$& #1"), labelName(other, "tag/work", true)]).toEqual([
    "Etikett work",
    "Etikett $& #1",
    "tag/work",
  ]);
});

it("calls a new device by what it runs on, as far as that is known", () => {
  const { deviceNamed } = english.firstStart;
  expect([deviceNamed("Chrome", "Linux"), deviceNamed(null, "Linux"), deviceNamed("Firefox", null), deviceNamed(null, null)]).toEqual([
    "Chrome on Linux",
    "Browser on Linux",
    "Firefox",
    "Browser",
  ]);
});
