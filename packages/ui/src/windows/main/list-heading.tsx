// The heading of the list: on a phone, where the list is all there is, that of the page.

import type { ReactNode } from "react";
import { phoneWidth, useMedia } from "../../state/use-media.ts";

/** `below`: of a part within the list. */
export function ListHeading({ below = false, children }: { readonly below?: boolean; readonly children: ReactNode }) {
  const alone = useMedia(phoneWidth);
  const Heading = alone ? (below ? "h2" : "h1") : below ? "h3" : "h2";
  return <Heading>{children}</Heading>;
}
