// One vault in two browsers: from the first start to a change that arrives by itself, in every size of window.

import { it } from "vitest";
import type { Size } from "../support/seat.ts";
import { room, soon } from "../support/sit.ts";

const account = "kim@example.org";

it.each<Size>(["wide", "tablet", "phone"])(
  "a login added in one browser is there in another by itself, and an edit goes back (%s)",
  async (size) => {
    const { sit } = await room();
    const laptop = await sit("laptop");
    const secretKey = await laptop.createAccount(account);
    await laptop.add("Login", { Title: "GitHub", Username: "octo", Password: "from the laptop", Website: "https://github.com" });
    await laptop.upToDate();

    const other = await sit("other", { size });
    await other.signIn(account, secretKey);
    await other.choose("GitHub, octo");
    await other.button("Show password").click();
    await other.page.getByText("from the laptop").waitFor();

    await other.button("Edit").click();
    await other.box("Username").fill("octocat");
    await other.button("Save").click();
    await laptop.option("GitHub, octocat").waitFor();
    await laptop.page.getByText("Username of GitHub changed on").waitFor();
    await laptop.button("Undo").click();
    await other.toList();
    await other.option(/^GitHub, octo$/).waitFor();
    await other.upToDate();
    await soon(() => laptop.option(/GitHub/).getAttribute("aria-label")).toBe("GitHub, octo");
  },
);
