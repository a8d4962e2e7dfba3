// The drawings of all icons, laid into the page once. Icons that point into a document of its own are kept account of by the browser one by one,
// and at each collection of garbage that takes longer than a frame may.

const svg = "http://www.w3.org/2000/svg";

/** Of an icon's drawing in the page, so that no field of a form bears the same. */
export const drawingId = (name: string): string => `icon-${name}`;

/** Icons show as soon as the drawings have come; where they don't, the words stand alone. */
export function layDrawings(address = "/icons.svg"): void {
  const request = new XMLHttpRequest();
  request.open("GET", address);
  request.responseType = "document";
  request.onload = () => {
    const drawings = request.responseXML?.querySelectorAll("symbol") ?? [];
    const sprite = document.createElementNS(svg, "svg");
    sprite.setAttribute("class", "sprite");
    sprite.setAttribute("aria-hidden", "true");
    for (const drawing of drawings) {
      drawing.id = drawingId(drawing.id);
      for (const part of drawing.querySelectorAll("use"))
        part.setAttribute("href", `#${drawingId(part.getAttribute("href")?.slice(1) ?? "")}`);
      sprite.append(drawing);
    }
    document.body.append(sprite);
  };
  request.send();
}
