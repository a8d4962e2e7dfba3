import { describe, expect, it } from "vitest";
import { kitText } from "./emergency-kit.ts";

const kit = {
  origin: "https://vault.example.org",
  account: "someone@example.org",
  secretKey: "HF1-000G-40R4-0M30-E209-185G-R38E-1WCA-KPX3",
  setupCode: "HFS1-MNJ6G-SB1CJ",
};

describe("the emergency kit", () => {
  it("bears all that a new device needs but the main password, each on a line of its own", () => {
    const lines = kitText(kit).split("\n");
    expect(lines).toContain(`Server         ${kit.origin}`);
    expect(lines).toContain(`Account        ${kit.account}`);
    expect(lines).toContain(`Secret Key     ${kit.secretKey}`);
    expect(lines).toContain(kit.setupCode);
    expect(lines.find((line) => line.startsWith("Main password"))).toMatch(/_{20,}/);
  });

  it("fits on a page: 100 columns, 30 lines", () => {
    const lines = kitText(kit).split("\n");
    expect(lines.length).toBeLessThanOrEqual(30);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(100);
  });
});
