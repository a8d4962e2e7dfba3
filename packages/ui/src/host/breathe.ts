// A pause between two pieces of long work, so that what else is asked of this worker is answered in between.

export const breathe = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
