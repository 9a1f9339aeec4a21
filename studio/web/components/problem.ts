import { errorBody } from '../api/client.ts';
import { say } from '../app/toasts.tsx';
import { sentence } from './said.tsx';

/** Does something that a server may refuse, and says why it did; undefined then. */
export async function attempt<T>(act: () => Promise<T>): Promise<T | undefined> {
  try {
    return await act();
  } catch (thrown) {
    const { message, fix } = errorBody(thrown);
    say(`${sentence(message)} ${fix}`, { tone: 'bad' });
    return undefined;
  }
}
