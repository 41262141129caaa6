/** The look of the console, kept in this browser between visits. */
import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { densities, type Look, type LookState, themeChoices } from '../parts/index.ts';
import { type Scheme, writeVariables } from '../tokens/index.ts';
import { languageTags, preferredLanguage } from '../words/index.ts';

const place = 'plimsoll.look';
const darkQuery = '(prefers-color-scheme: dark)';

export function useKeptLook(): LookState {
  const [look, setState] = useState(readLook);
  const isSystemDark = useSyncExternalStore(watchSystem, () => window.matchMedia(darkQuery).matches);
  const scheme: Scheme = look.theme === 'system' ? (isSystemDark ? 'dark' : 'light') : look.theme;
  const setLook = useCallback(
    (change: Partial<Look>) =>
      setState((current) => {
        const next = { ...current, ...change };
        localStorage.setItem(place, JSON.stringify(next));
        return next;
      }),
    [],
  );
  useEffect(() => {
    document.documentElement.lang = languageTags[look.language];
    variableSheet().textContent = writeVariables(scheme, look.density);
  }, [look, scheme]);
  return useMemo(() => ({ look, scheme, setLook }), [look, scheme, setLook]);
}

function readLook(): Look {
  const kept = parse(localStorage.getItem(place));
  const language = kept['language'];
  return {
    theme: themeChoices.find((theme) => theme === kept['theme']) ?? 'system',
    density: densities.find((density) => density === kept['density']) ?? 'comfortable',
    language: language === 'zh' || language === 'en' ? language : preferredLanguage(navigator.languages),
  };
}

function parse(text: string | null): Readonly<Record<string, unknown>> {
  if (text === null) return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    // Somebody else wrote there; the usual look is a good answer.
    return {};
  }
}

function watchSystem(listener: () => void): () => void {
  const query = window.matchMedia(darkQuery);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}

function variableSheet(): HTMLStyleElement {
  const found = document.querySelector<HTMLStyleElement>('style[data-tokens]');
  if (found !== null) return found;
  const sheet = document.createElement('style');
  sheet.dataset['tokens'] = '';
  document.head.prepend(sheet);
  return sheet;
}
