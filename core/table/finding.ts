/**
 * What is odd about a sample, told with its place and with what to do: a refusal where no honest table can be made, a
 * warning where a column was left out or read in a way the modeller must know, a note where a choice was made for them.
 * Lines count from 1 as in an editor (the header is line 1); rows count from 0 as in the table.
 */
import { type Refusal, refuse } from '@plimsoll/core/base';
import { FINDING_WORDS } from './finding-words.ts';

export type FindingCode = keyof typeof FINDING_WORDS;

export type Finding = {
  readonly code: FindingCode;
  readonly grade: 'warning' | 'note';
  readonly column: string | null;
  /** Where it is seen first. */
  readonly line: number | null;
  readonly row: number | null;
  readonly value: string | null;
  /** How many cells, rows, levels: what `words` count. */
  readonly count: number | null;
  /** The column is not in the table. */
  readonly isLeftOut: boolean;
  readonly words: { readonly zh: string; readonly en: string };
};

/** What a finding is about, as far as it is known. */
export type FindingPlace = {
  readonly column?: string;
  readonly line?: number;
  readonly row?: number;
  readonly value?: string;
  readonly count?: number;
  readonly limit?: number;
  readonly other?: string;
};

/** The longest piece of a cell that is told. */
const MAX_VALUE_LENGTH = 60;

export function warnOf(code: FindingCode, place: FindingPlace): Finding {
  return findingOf(code, place, 'warning');
}

export function noteOf(code: FindingCode, place: FindingPlace): Finding {
  return findingOf(code, place, 'note');
}

/** A warning that takes its column out of the table. */
export function leaveOut(code: FindingCode, place: FindingPlace): Finding {
  return { ...findingOf(code, place, 'warning'), isLeftOut: true };
}

/** The refusal of a sample: `sample_unreadable` with the finding's code, place and words as facts. */
export function refuseSample(code: FindingCode, rule: string, place: FindingPlace): Refusal {
  const words = wordsOf(code, place);
  return refuse('sample_unreadable', rule, {
    finding: code,
    ...placeFacts(place),
    problem: words.en,
    problemZh: words.zh,
  });
}

function findingOf(code: FindingCode, place: FindingPlace, grade: Finding['grade']): Finding {
  const { column = null, line = null, row = null, value = null, count = null } = place;
  return {
    code,
    grade,
    column,
    line,
    row,
    value: value === null ? null : shortened(value),
    count,
    isLeftOut: false,
    words: wordsOf(code, place),
  };
}

function placeFacts(place: FindingPlace): { readonly [name: string]: string | number } {
  const facts: Record<string, string | number> = {};
  for (const [name, fact] of Object.entries(place))
    if (fact !== undefined) facts[name] = typeof fact === 'string' ? shortened(fact) : fact;
  return facts;
}

function wordsOf(code: FindingCode, place: FindingPlace): Finding['words'] {
  const facts: { readonly [name: string]: string | number } = placeFacts(place);
  const filled = (text: string): string =>
    text.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(facts[name] ?? ''));
  const [zh, en] = FINDING_WORDS[code];
  return { zh: filled(zh), en: filled(en) };
}

function shortened(text: string): string {
  return text.length > MAX_VALUE_LENGTH ? `${text.slice(0, MAX_VALUE_LENGTH)}…` : text;
}
