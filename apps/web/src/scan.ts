// Reads a QR code with the camera. The picture stays in this page; the reader is loaded when somebody scans.

/** How often a picture is looked at, in milliseconds. */
const everyMs = 150;
/** Longer sides bring nothing for a code that fills the picture. */
const longestSide = 800;

/** What a code in front of the camera holds, or null where `signal` ended it before. Throws where there is no camera to be had. */
export async function scan(into: HTMLVideoElement, signal: AbortSignal): Promise<string | null> {
  const [
    {
      default: { default: read },
    },
    stream,
  ] = await Promise.all([import("jsqr"), navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" }, audio: false })]);
  try {
    if (signal.aborted) return null;
    into.srcObject = stream;
    await into.play();
    const canvas = document.createElement("canvas");
    const drawing = canvas.getContext("2d", { willReadFrequently: true });
    if (drawing === null) throw new Error("there is nothing to draw on");
    while (!signal.aborted) {
      const { videoWidth, videoHeight } = into;
      const scale = Math.min(1, longestSide / Math.max(videoWidth, videoHeight, 1));
      canvas.width = Math.round(videoWidth * scale);
      canvas.height = Math.round(videoHeight * scale);
      if (canvas.width > 0 && canvas.height > 0) {
        drawing.drawImage(into, 0, 0, canvas.width, canvas.height);
        const { data, width, height } = drawing.getImageData(0, 0, canvas.width, canvas.height);
        const found = read(data, width, height);
        if (found !== null && found.data !== "") return found.data;
      }
      await new Promise((resolve) => setTimeout(resolve, everyMs));
    }
    return null;
  } finally {
    for (const track of stream.getTracks()) track.stop();
    into.srcObject = null;
  }
}
