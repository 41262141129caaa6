/**
 * Bins that a person cut by hand, kept in this browser under sample and target until a training takes them along.
 * What is kept wrongly is forgotten, never guessed.
 */
import { useSyncExternalStore } from 'react';

/** Cut points of a number, or groups of levels of a category. */
export type HandCut =
  | { readonly cuts: readonly number[] }
  | { readonly groups: readonly (readonly string[])[] };
export type KeptBins = Readonly<Record<string, HandCut>>;
export type KeptPlace = {
  readonly sha256: string;
  readonly target: { readonly column: string; readonly badValue: string };
};

const listeners = new Set<() => void>();
const nothing: KeptBins = {};

export function keptVariables(kept: KeptBins): readonly string[] {
  return Object.keys(kept).toSorted();
}

export function readKeptBins(place: KeptPlace): KeptBins {
  return parseKept(localStorage.getItem(keyOf(place)));
}

/** Keeps the cut of a variable; null forgets it. */
export function keepBins(place: KeptPlace, variable: string, cut: HandCut | null): void {
  const { [variable]: _, ...others } = readKeptBins(place);
  const next = cut === null ? others : { ...others, [variable]: cut };
  if (Object.keys(next).length === 0) localStorage.removeItem(keyOf(place));
  else localStorage.setItem(keyOf(place), JSON.stringify(next));
  for (const listener of listeners) listener();
}

/** The kept bins, seen again whenever they change. */
export function useKeptBins(place: KeptPlace): KeptBins {
  const key = keyOf(place);
  const text = useSyncExternalStore(subscribe, () => localStorage.getItem(key));
  return parseKept(text);
}

/** The bins of a kept text; those that aren't cuts are left out. */
export function parseKept(text: string | null): KeptBins {
  if (text === null) return nothing;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return nothing;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return nothing;
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, HandCut] => isHandCut(entry[1])),
  );
}

function isHandCut(value: unknown): value is HandCut {
  if (typeof value !== 'object' || value === null) return false;
  if ('cuts' in value)
    return (
      Array.isArray(value.cuts) && value.cuts.every((cut) => Number.isFinite(cut) && typeof cut === 'number')
    );
  return (
    'groups' in value &&
    Array.isArray(value.groups) &&
    value.groups.every(
      (group: unknown) => Array.isArray(group) && group.every((level) => typeof level === 'string'),
    )
  );
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function keyOf({ sha256, target }: KeptPlace): string {
  return `plimsoll.bins.${sha256}.${target.column}=${target.badValue}`;
}
