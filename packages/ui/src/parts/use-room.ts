// Messages lie at the foot of the page and in the way of nothing: what lies there ends above them for as long as they show, and a part that was
// at its end stays there.

import { type RefObject, useEffect } from "react";

/** Around the messages, in pixels; styles put them so far from the edge. */
const around = 28;

/** Parts that end above the messages (messages.css). */
const parts = ".item, .list .rows, .dialog-body, .cover";

const isAtEnd = ({ scrollHeight, clientHeight, scrollTop }: Element): boolean =>
  scrollHeight > clientHeight && scrollHeight - clientHeight - scrollTop < 2;

export function useRoom(region: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = region.current;
    if (element === null) return;
    const page = document.documentElement;
    const measure = (): void => {
      const height = element.offsetHeight;
      const atEnd = [...document.querySelectorAll(parts)].filter(isAtEnd);
      page.style.setProperty("--messages", height === 0 ? "0px" : `${height + around}px`);
      for (const part of atEnd) part.scrollTop = part.scrollHeight;
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [region]);
}
