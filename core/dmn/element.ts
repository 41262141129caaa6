/** Careful readings of the reader's elements, whose properties have unknown types. */
import type { Element } from './moddle.ts';

function isElement(value: unknown): value is Element {
  return typeof value === 'object' && value !== null && '$type' in value;
}

/** A text property, trimmed of nothing; null when absent or empty. */
export function textIn(element: Element, property: string): string | null {
  const value = element[property];
  return typeof value === 'string' && value !== '' ? value : null;
}

/** A name with its runs of white space made one. */
export function nameIn(element: Element): string | null {
  return textIn(element, 'name')?.replace(/\s+/g, ' ').trim() ?? null;
}

export function typeIn(element: Element): string | null {
  return textIn(element, 'typeRef')?.trim() ?? null;
}

export function childOf(element: Element, property: string): Element | null {
  const value = element[property];
  return isElement(value) ? value : null;
}

export function childrenOf(element: Element, property: string): readonly Element[] {
  const value = element[property];
  return Array.isArray(value) ? value.filter(isElement) : isElement(value) ? [value] : [];
}
