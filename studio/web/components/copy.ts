import { showToast } from '../app/toasts.tsx';

/** Copies `text` to the clipboard and shows a toast. `what` names the text: "the link". */
export async function copyText(text: string, what: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    showToast(`Copied ${what}.`);
  } catch {
    showToast(`The browser denied access to the clipboard. Copy ${what} manually: ${text}`, { tone: 'bad' });
  }
}

const PLAIN = /^[\w@%+=:,./-]+$/;

/** Quotes one word for a POSIX shell, if necessary. */
export const quoteShellWord = (text: string): string =>
  PLAIN.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
