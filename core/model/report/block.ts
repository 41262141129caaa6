/** What a report consists of once it is in words: the page and the PDF both set these blocks, so that they say the same. */

export type Language = 'zh' | 'en';

export type Tone = 'fail' | 'warning' | 'note' | 'good' | 'plain';

export type Series = {
  readonly name: string;
  readonly style: 'line' | 'points' | 'bars';
  /** `main` and `second` are told apart by colour, `guide` is thin and dashed. */
  readonly look: 'main' | 'second' | 'guide';
  readonly points: readonly (readonly [x: number, y: number])[];
};

export type Chart = {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  /** Upper ends of the axes; both begin at 0. */
  readonly xMax: number;
  readonly yMax: number;
  /** Ticks as percent, or as plain numbers. */
  readonly xPercent: boolean;
  readonly yPercent: boolean;
  readonly series: readonly Series[];
};

export type Block =
  | { readonly kind: 'title'; readonly text: string; readonly under: string }
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'verdict'; readonly tone: Tone; readonly label: string; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'facts'; readonly rows: readonly (readonly [name: string, value: string])[] }
  | {
      readonly kind: 'findings';
      readonly rows: readonly { readonly tone: Tone; readonly label: string; readonly text: string }[];
    }
  | {
      readonly kind: 'table';
      readonly head: readonly string[];
      readonly rows: readonly (readonly string[])[];
    }
  | { readonly kind: 'charts'; readonly charts: readonly Chart[] };
