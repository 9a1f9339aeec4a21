import { useEffect } from 'preact/hooks';

/** Key as one presses it (`.`, `Enter`, `Mod+k`) → what it does. */
export type KeyTable = Readonly<Record<string, (event: KeyboardEvent) => void>>;

const isMac = /Mac|iP(hone|ad)/.test(navigator.platform);

const pressedKey = (event: KeyboardEvent): string =>
  event.ctrlKey || event.metaKey ? `Mod+${event.shiftKey ? 'Shift+' : ''}${event.key.toLowerCase()}` : event.key;

/** Whether what is typed there is text: single letters are then letters and not commands. */
function typesText(event: KeyboardEvent): boolean {
  const target = event.composedPath()[0];
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName);
}

/** Listens to keys of the whole page as long as the component is there; in a text, only to those with Ctrl or Cmd. */
export function useKeys(table: KeyTable, deps: readonly unknown[]): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const key = pressedKey(event);
      const act = Object.hasOwn(table, key) ? table[key] : undefined;
      const blocked = event.defaultPrevented || event.altKey || document.querySelector('dialog[open]') !== null;
      if (!act || blocked || (!key.startsWith('Mod+') && typesText(event))) return;
      act(event);
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, deps);
}

/** How a key is written on this machine. */
export const formatKey = (key: string): string =>
  key.startsWith('Mod+')
    ? key
        .replace('Mod+', isMac ? '⌘' : 'Ctrl ')
        .replace('Shift+', isMac ? '⇧' : 'Shift ')
        .replace(/[a-z]$/, (letter) => letter.toUpperCase())
    : key;
