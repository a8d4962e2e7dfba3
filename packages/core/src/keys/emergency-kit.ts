// The emergency kit: what a person keeps on paper, so that a lost device costs nothing.

export interface EmergencyKit {
  readonly origin: string;
  readonly account: string;
  /** `HF1-…`, as secret-key.ts writes it. */
  readonly secretKey: string;
  readonly setupCode: string;
}

/** The kit as a page of plain text, with a line to write the main password on. */
export const kitText = (kit: EmergencyKit): string => `Holdfast emergency kit

Print this page or write it down, and keep it where you keep what matters. With it and your
main password any new device gets everything back. Nobody else can make it again for you.

Server         ${kit.origin}
Account        ${kit.account}
Secret Key     ${kit.secretKey}
Main password  ____________________________________  (write it by hand, or keep it elsewhere)

Setup code (the same in one text, for "holdfast signin --setup-code" or "Use a setup code"):

${kit.setupCode}
`;
