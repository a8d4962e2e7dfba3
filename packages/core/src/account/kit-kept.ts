// The person has shown that they keep the emergency kit: nobody asks for it any more. // P21

import type { Home } from "../home.ts";

/** Durable when it resolves. The mark is left out from then on, so that a version which does not know it reads the replica as ever. */
export async function kitKept({ store }: Home): Promise<void> {
  const { replica } = await store.read();
  if (replica?.kitOwed === true) await store.write({ expect: null, device: replica.device, replica: { kitOwed: undefined } });
}
