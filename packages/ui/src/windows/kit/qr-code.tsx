// A QR code as squares (ISO/IEC 18004), drawn as one path: black on white whatever the theme, since cameras want it so.

import { encode } from "uqr";

export type QrMatrix = readonly (readonly boolean[])[];

/** Rows of squares, true where it is dark. */
export const qrMatrix = (text: string): QrMatrix => encode(text, { ecc: "L", border: 0 }).data;

export function QrCode({ text, name }: { readonly text: string; readonly name: string }) {
  const rows = qrMatrix(text);
  const size = rows.length;
  const path = rows.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join("");
  return (
    <svg className="qr" viewBox={`-2 -2 ${size + 4} ${size + 4}`} role="img" aria-label={name}>
      <path d={path} />
    </svg>
  );
}
