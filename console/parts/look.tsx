/** How the console looks to this person: theme, density, language; kept in this browser. */
import { createContext, useContext } from 'react';
import { type Density, type Palette, palettes, rowHeight, type Scheme } from '../tokens/index.ts';
import type { LanguageCode } from '../words/index.ts';

export const themeChoices = ['light', 'dark', 'system'] as const;
export type ThemeChoice = (typeof themeChoices)[number];
export const densities = ['comfortable', 'compact'] as const satisfies readonly Density[];

export type Look = {
  readonly theme: ThemeChoice;
  readonly density: Density;
  readonly language: LanguageCode;
};

export type LookState = {
  readonly look: Look;
  readonly scheme: Scheme;
  readonly setLook: (change: Partial<Look>) => void;
};

export const LookContext = createContext<LookState>({
  look: { theme: 'system', density: 'comfortable', language: 'en' },
  scheme: 'light',
  setLook: () => undefined,
});

export function useLook(): LookState {
  return useContext(LookContext);
}

export function usePalette(): Palette {
  return palettes[useLook().scheme];
}

export function useRowHeight(): number {
  return rowHeight[useLook().look.density];
}
