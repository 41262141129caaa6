/** Keys of the page: heard everywhere except while somebody types, holds a modifier, or a dialog is open. */
import { useEffect } from 'react';

export type KeyHandler = (event: KeyboardEvent) => void;

export function useKeyPress(handler: KeyHandler): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (takesKeys(event.target, event.key)) return;
      handler(event);
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [handler]);
}

function takesKeys(target: EventTarget | null, key: string): boolean {
  if ([...document.querySelectorAll('[role="dialog"]')].some((dialog) => dialog.checkVisibility()))
    return true;
  if (!(target instanceof HTMLElement)) return false;
  if (
    target.isContentEditable ||
    target.closest('input, textarea, select, [role="combobox"], [role="menu"], [role="listbox"]')
  )
    return true;
  return key === 'Enter' && target.closest('a, button, summary') !== null;
}
