/** The heights of a row of the list in pixels, as tokens.css has them: where rows stand is counted, not measured. */
export const rowHeights = { compact: 42, usual: 52, touch: 60 } as const;
