// Locks by the person's wish, once what stands in open forms is kept.

import { useReach } from "./use-world.tsx";

export function useLock(): () => void {
  const { device, forms } = useReach();
  return () => void forms.keep().then(() => device.lock());
}
