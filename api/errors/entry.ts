/** What is said of one error: HTTP status, title and what to do, in both languages. */
export type ErrorEntry = {
  readonly status: number;
  readonly title: { readonly zh: string; readonly en: string };
  readonly advice: { readonly zh: string; readonly en: string };
};

/** Chinese first, then English. */
export const entry = (
  status: number,
  title: readonly [string, string],
  advice: readonly [string, string],
): ErrorEntry => ({
  status,
  title: { zh: title[0], en: title[1] },
  advice: { zh: advice[0], en: advice[1] },
});
