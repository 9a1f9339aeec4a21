import { useEffect } from 'preact/hooks';

/** Handlers by key (`.`, `Enter`, `Mod+k`). */
export type KeyTable = Readonly<Record<string, (event: KeyboardEvent) => void>>;

const isMac = /Mac|iP(hone|ad)/.test(navigator.platform);

const pressedKey = (event: KeyboardEvent): string =>
  event.ctrlKey || event.metaKey ? `Mod+${event.shiftKey ? 'Shift+' : ''}${event.key.toLowerCase()}` : event.key;

/** Returns true when the event comes from a text field, where single letters are no shortcuts. */
function typesText(event: KeyboardEvent): boolean {
  const target = event.composedPath()[0];
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName);
}

/** Registers page-wide shortcuts while the component is mounted. In text fields, only those with Ctrl or Cmd apply. */
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

/** Formats a key for this platform: `Ctrl K`, `⌘K`. */
export const formatKey = (key: string): string =>
  key.startsWith('Mod+')
    ? key
        .replace('Mod+', isMac ? '⌘' : 'Ctrl ')
        .replace('Shift+', isMac ? '⇧' : 'Shift ')
        .replace(/[a-z]$/, (letter) => letter.toUpperCase())
    : key;
