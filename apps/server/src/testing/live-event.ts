// A message of the server on a live connection, read as a client reads it: one that is none is a fault of the server.

import { type Bytes, decode, type LiveEvent, liveEvent } from "@holdfast/protocol";

export function eventOf(message: Bytes): LiveEvent {
  const decoded = decode(liveEvent, message);
  if (!decoded.ok) throw new Error("the server sent what is no event");
  return decoded.value;
}
