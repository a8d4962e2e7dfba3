// Above the list, until it is done: nobody has shown yet that the emergency kit is kept. A reload, a lock or a fault ends no check; this leads
// back to it, behind the main password.

import { Button } from "../../parts/button.tsx";
import { usePlaces } from "../../state/place.tsx";
import { useWorld } from "../../state/use-world.tsx";
import { useTexts } from "../../text/texts.tsx";

export function KitNote() {
  const { kit } = useTexts();
  const places = usePlaces();
  const owed = useWorld(({ stage }) => stage.stage === "open" && stage.kitOwed);
  if (!owed) return null;
  return (
    <section className="list-note stack tight" aria-label={kit.title}>
      <p className="small">{kit.owed}</p>
      <div className="line">
        <Button size="small" press={() => places.go({ over: { over: "kit" } })}>
          {kit.keep}
        </Button>
      </div>
    </section>
  );
}
