// Fetches the files of a part of the app before they are run. A browser that has once failed to fetch a script may refuse it for as long as the
// page lives; what is only fetched can be asked for again.

/** By the name of each part its files; the build puts it in, and where nothing is built there is none. */
declare const partFiles: Readonly<Record<string, readonly string[]>> | undefined;

export async function fetchPart(name: string): Promise<void> {
  const files = typeof partFiles === "undefined" ? [] : (partFiles[name] ?? []);
  await Promise.all(
    files.map(async (file) => {
      const answer = await fetch(file);
      if (!answer.ok) throw new Error("a part of the app is not there");
      await answer.arrayBuffer();
    }),
  );
}
