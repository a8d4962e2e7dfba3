// What is said where the program could not draw something, and the way on.

import { useReach } from "../state/use-world.tsx";
import { useTexts } from "../text/texts.tsx";
import { Button } from "./button.tsx";

export function NotShown() {
  const { common } = useTexts();
  const { platform } = useReach();
  return (
    <>
      <p>{common.notShownWay}</p>
      <div className="line">
        <Button look="primary" icon="refresh" press={platform.reload}>
          {common.takeVersion}
        </Button>
      </div>
    </>
  );
}
