// Whether an action takes so much of the vault away that every shell asks first. Pure.

/** More than a tenth of what is there, and more than one item: a single one is taken back with one press or command. */
export const isMuch = (taken: number, all: number): boolean => taken > 1 && taken * 10 > all;
