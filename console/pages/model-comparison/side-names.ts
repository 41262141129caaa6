/** The two sides of a comparison, and how each is called on the page. */
export const sides = ['left', 'right'] as const;
export type SideNames = Readonly<Record<(typeof sides)[number], string>>;
