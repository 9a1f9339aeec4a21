import type { PendingRetry, RunProgress } from '../api/types.generated.ts';
import { formatFix } from '../components/fix-text.ts';
import { Icon } from '../components/icon.tsx';
import { toSentence } from '../components/message.tsx';
import { useNow } from '../components/use-now.ts';

const SECOND = 1_000;

/** Formats the next attempt of a request or a slice: `retry 1 of 2 in 12 s`. */
const formatRetry = ({ retry, of, at }: PendingRetry, now: number): string => {
  const seconds = Math.ceil((at - now) / SECOND);
  return `retry ${retry} of ${of} ${seconds > 0 ? `in ${seconds} s` : 'now'}`;
};

/** Error of a request or a slice with the countdown to its next attempt. */
export const Retry = ({ retry }: { readonly retry: PendingRetry }) => {
  const now = useNow();
  return (
    <span title={formatFix(retry.error)}>
      {toSentence(retry.error.message).replace(/\.$/, '')}, {formatRetry(retry, now)}
    </span>
  );
};

/** Streams of a run that wait for a retry. */
export const Retries = ({ run }: { readonly run: RunProgress }) => (
  <>
    {run.streams.map(
      ({ stream, retry }) =>
        retry && (
          <p key={stream} class="run-retry" role="status">
            <Icon name="alert" /> <b>{stream}</b>: <Retry retry={retry} />
          </p>
        ),
    )}
  </>
);
