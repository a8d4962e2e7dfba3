// The header lines of a request to a Holdfast server, the same for every transport, and what heads cost on the wire.
// The token stands in one line of them and nowhere else.

import { contentType, protocolHeader, protocolVersion } from "@holdfast/protocol";
import type { TransportRequest } from "../sync/transport.ts";

export function requestHeaders(request: TransportRequest): Readonly<Record<string, string>> {
  return {
    [protocolHeader]: String(protocolVersion),
    // Sealed bytes don't get smaller, and so what is counted is what was sent.
    "accept-encoding": "identity",
    ...(request.body ? { "content-type": contentType } : {}),
    ...(request.token === null ? {} : { authorization: `Bearer ${request.token}` }),
    ...(request.ifMatch === undefined ? {} : { "if-match": `"${request.ifMatch}"` }),
  };
}

/** Bytes of a head in HTTP/1.1: its first line, its lines, the empty line. An estimate where the platform adds lines that we don't see. */
export function headBytes(firstLine: string, lines: Iterable<readonly [string, string]>): number {
  let bytes = firstLine.length + 4;
  for (const [name, value] of lines) bytes += name.length + value.length + 4;
  return bytes;
}
