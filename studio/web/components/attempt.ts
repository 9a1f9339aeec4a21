import { toErrorBody } from '../api/client.ts';
import { showToast } from '../app/toasts.tsx';
import { toSentence } from './message.tsx';

/** Runs an action; on an error, shows it as a toast and returns undefined. */
export async function runAndReport<T>(act: () => Promise<T>): Promise<T | undefined> {
  try {
    return await act();
  } catch (thrown) {
    const { message, fix } = toErrorBody(thrown);
    showToast(`${toSentence(message)} ${fix}`, { tone: 'bad' });
    return undefined;
  }
}
