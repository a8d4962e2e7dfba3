// The header lines of a request to a Holdfast server, the same for every transport. The token stands in one of them and nowhere else.

import { contentType, protocolHeader, protocolVersion } from "@holdfast/protocol";
import type { TransportRequest } from "../sync/transport.ts";

export function requestHeaders(request: TransportRequest): Readonly<Record<string, string>> {
  return {
    [protocolHeader]: String(protocolVersion),
    ...(request.body ? { "content-type": contentType } : {}),
    ...(request.token === null ? {} : { authorization: `Bearer ${request.token}` }),
    ...(request.ifMatch === undefined ? {} : { "if-match": `"${request.ifMatch}"` }),
  };
}
