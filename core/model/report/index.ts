export type { Block, Chart, Language, Series, Tone } from './block.ts';
export { cardOf } from './card.ts';
export { readCardTexts } from './card-texts.ts';
export type { Approval, CardFacts, CardTexts, ModelCard } from './card.ts';
export { CHART_HEIGHT, CHART_WIDTH, drawChart } from './drawing.ts';
export type { Mark } from './drawing.ts';
export { outlineOf } from './outline.ts';
export type { Written } from './outline.ts';
export { writePage } from './page.ts';
