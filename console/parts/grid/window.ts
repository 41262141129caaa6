/** Which rows of a long list are on the screen. Rows are of one height, so it is a division and never a measurement. */
const spareRows = 8;

export type RowWindow = { readonly first: number; readonly end: number };

/** The rows [first, end) to draw for a scroll position, with a few spare ones on both sides. */
export function rowWindow(options: {
  readonly scrollTop: number;
  readonly viewHeight: number;
  readonly rowHeight: number;
  readonly rowCount: number;
}): RowWindow {
  const { scrollTop, viewHeight, rowHeight, rowCount } = options;
  const first = Math.floor(Math.max(0, scrollTop) / rowHeight) - spareRows;
  const end = Math.ceil((Math.max(0, scrollTop) + viewHeight) / rowHeight) + spareRows;
  return { first: Math.min(Math.max(0, first), rowCount), end: Math.min(rowCount, end) };
}

/** The scroll position that shows `row`, moving no further than needed. */
export function scrollToRow(
  row: number,
  options: { readonly scrollTop: number; readonly viewHeight: number; readonly rowHeight: number },
): number {
  const { scrollTop, viewHeight, rowHeight } = options;
  const top = row * rowHeight;
  if (top < scrollTop) return top;
  if (top + rowHeight > scrollTop + viewHeight) return top + rowHeight - viewHeight;
  return scrollTop;
}

/** Where a key moves the active row; null when the key moves nothing. −1 = no row is active yet. */
export function moveRow(
  key: string,
  options: { readonly active: number; readonly rowCount: number; readonly pageRows: number },
): number | null {
  const { active, rowCount, pageRows } = options;
  if (rowCount === 0) return null;
  const to = (row: number) => Math.min(rowCount - 1, Math.max(0, row));
  switch (key) {
    case 'j':
    case 'ArrowDown':
      return to(active + 1);
    case 'k':
    case 'ArrowUp':
      return to(active - 1);
    case 'PageDown':
      return to(active + pageRows);
    case 'PageUp':
      return to(active - pageRows);
    case 'Home':
      return 0;
    case 'End':
      return rowCount - 1;
    default:
      return null;
  }
}
