// The two globals that every platform shares and ECMAScript does not define.
// Included only where neither DOM nor Node types are: see tsconfig.json of this package.
declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>;
}
declare class TextDecoder {
  constructor(label: "utf-8", options: { fatal: boolean; ignoreBOM: boolean });
  decode(bytes: Uint8Array): string;
}
