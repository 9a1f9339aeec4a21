import { showToast } from '../app/toasts.tsx';

/** Puts `text` on the clipboard and says what it was; says so when the browser does not let it. */
export async function copyText(text: string, what: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    showToast(`${what} is on the clipboard.`);
  } catch {
    showToast(`The browser does not let the page write to the clipboard: ${text}`, { tone: 'bad' });
  }
}

const PLAIN = /^[\w@%+=:,./-]+$/;

/** One word for a POSIX shell, quoted where it has to be. */
export const quoteShellWord = (text: string): string =>
  PLAIN.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
