// Reads a code with the camera, while the person wants it. The picture goes nowhere.

import { useEffect, useRef, useState } from "react";
import { Button } from "../../parts/button.tsx";
import { useReach } from "../../state/use-world.tsx";
import { useTexts } from "../../text/texts.tsx";

export function Scanner({ found }: { readonly found: (code: string) => void }) {
  const { platform } = useReach();
  const { firstStart } = useTexts();
  const [scanning, setScanning] = useState(false);
  const [failed, setFailed] = useState(false);
  const video = useRef<HTMLVideoElement>(null);
  const taken = useRef(found);
  taken.current = found;
  const { scan } = platform;
  useEffect(() => {
    if (!scanning || scan === undefined || video.current === null) return;
    const ending = new AbortController();
    scan(video.current, ending.signal).then(
      (code) => {
        if (ending.signal.aborted) return;
        if (code !== null) taken.current(code);
        setScanning(false);
      },
      () => {
        if (ending.signal.aborted) return;
        setFailed(true);
        setScanning(false);
      },
    );
    return () => ending.abort();
  }, [scanning, scan]);
  if (scan === undefined) return null;
  return (
    <div className="stack tight">
      {scanning ? (
        <>
          <video ref={video} className="camera" muted playsInline aria-label={firstStart.scanning} />
          <p className="small quiet">{firstStart.scanning}</p>
        </>
      ) : null}
      <Button
        icon="scan"
        press={() => {
          setFailed(false);
          setScanning(!scanning);
        }}
      >
        {scanning ? firstStart.stopScanning : firstStart.scan}
      </Button>
      {failed ? (
        <p className="small danger" role="alert">
          {firstStart.scanFailed}
        </p>
      ) : null}
    </div>
  );
}
