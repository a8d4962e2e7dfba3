// What a load is: a size for a run by hand, one for continuous integration, and the promises it holds to while it runs.

/** Numbers by what they count; a ratio where its name says so. */
export type Counts = Readonly<Record<string, number>>;

export interface Load {
  readonly name: string;
  readonly about: string;
  /** Throws where a promise is broken. `folder` is the run's own. */
  run(options: { readonly folder: string; readonly quick: boolean }): Promise<Counts>;
}
