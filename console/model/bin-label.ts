/** The name of a bin in words: an interval, levels, why values are absent. */
import type { Bin } from '@plimsoll/core/binning';
import type { Language } from '../words/index.ts';

const namedLevels = 3;

export function labelOfBin(
  { cell, label }: Pick<Bin, 'cell' | 'label'>,
  { words, formats }: Pick<Language, 'words' | 'formats'>,
): string {
  if (label !== undefined) return label;
  switch (cell.kind) {
    case 'range': {
      const from = cell.from === null ? null : formats.edge(cell.from);
      const to = cell.to === null ? null : formats.edge(cell.to);
      if (from === null) return to === null ? words.models.editor.everything : `< ${to}`;
      return to === null ? `≥ ${from}` : `${from} – < ${to}`;
    }
    case 'levels': {
      const named = cell.levels.slice(0, namedLevels).join(', ');
      const others = cell.levels.length - namedLevels;
      return others > 0 ? `${named} ${words.models.editor.andOthers(others)}` : named;
    }
    case 'missing':
      return words.models.editor.missing;
    case 'special':
      return words.models.editor.missingFor(cell.reason);
    case 'unseen':
      return words.models.editor.unseen;
    default:
      return cell satisfies never;
  }
}
