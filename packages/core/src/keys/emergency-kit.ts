// The emergency kit: what a person keeps on paper, so that a lost device costs nothing.

export interface EmergencyKit {
  readonly origin: string;
  readonly account: string;
  /** `HF1-…`, as secret-key.ts writes it. */
  readonly secretKey: string;
  readonly setupCode: string;
}
