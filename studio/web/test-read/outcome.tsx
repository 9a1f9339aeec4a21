import type { ReadEnd, ReadLimits, ReadPage, ReadWait } from '../api/types.generated.ts';
import { Button } from '../components/button.tsx';
import { Chip } from '../components/chip.tsx';
import { ErrorPanel } from '../components/error-panel.tsx';
import { formatCount } from '../components/format-count.ts';
import { Icon } from '../components/icon.tsx';
import { MarkedText } from '../components/marked-text.tsx';
import { useNow } from '../components/use-now.ts';
import { Retry } from '../run/retries.tsx';
import { ExchangeView } from './exchange-view.tsx';
import type { TestReadModel } from './model.ts';

interface OutcomeProps {
  readonly model: TestReadModel;
}

const LIMIT_TEXTS: Readonly<Record<keyof ReadLimits, string>> = {
  partitions: 'partitions',
  pages: 'pages',
  items: 'records a page',
  seconds: 'time',
};

const sum = (pages: readonly ReadPage[], count: (page: ReadPage) => number): number =>
  pages.reduce((total, page) => total + count(page), 0);

/** Counts of the pages of the stream that is read. */
function Counts({ model: { pages, stream, requests } }: OutcomeProps) {
  const own = pages.value.filter((page) => page.stream === stream.value);
  const rejects = sum(own, (page) => page.rejects.length);
  return (
    <span>
      {formatCount(requests.value.count, 'request')}, {formatCount(own.length, 'page')},{' '}
      {formatCount(
        sum(own, ({ found }) => found),
        'item',
      )}
      ,{' '}
      {formatCount(
        sum(own, ({ records }) => records.length),
        'record',
      )}
      {rejects > 0 && `, ${formatCount(rejects, 'reject')}`}
    </span>
  );
}

const Wait = ({ wait }: { readonly wait: ReadWait }) => {
  const now = useNow();
  const seconds = Math.ceil((wait.until - now) / 1_000);
  return (
    <p class="run-retry">
      <Icon name="alert" /> <b>{wait.stream}</b>:{' '}
      {wait.retry ? <Retry retry={wait.retry} /> : `waiting for ${wait.why}${seconds > 0 ? `, ${seconds} s` : ''}`}
    </p>
  );
};

const Running = ({ model }: OutcomeProps) => (
  <>
    <p role="status">
      <Chip tone="accent">reading</Chip> <Counts model={model} />
    </p>
    {model.wait.value ? (
      <Wait wait={model.wait.value} />
    ) : (
      <p class="muted mono read-last">{model.requests.value.last}</p>
    )}
  </>
);

function NoItems({ end, model }: OutcomeProps & { readonly end: ReadEnd }) {
  const { noRecords } = end;
  if (!noRecords) return null;
  const { message, proposal } = noRecords;
  const { onUseRecords } = model.input;
  return (
    <div class="notice" role="status">
      <Icon name="alert" />
      <span>
        <b>No items.</b> <MarkedText text={message} />
      </span>
      {proposal && onUseRecords && (
        <Button onClick={() => onUseRecords(proposal)}>
          Use <code>{proposal.list}</code>
        </Button>
      )}
    </div>
  );
}

function toneOf({ error, noRecords, reached }: ReadEnd, rejects: number): 'ok' | 'warn' | 'bad' {
  if (error) return 'bad';
  return noRecords || rejects > 0 || reached.includes('seconds') ? 'warn' : 'ok';
}

const formatReached = (reached: ReadEnd['reached']): string =>
  reached.length === 0 ? 'ended' : `stopped by limit: ${reached.map((name) => LIMIT_TEXTS[name]).join(', ')}`;

function Ended({ model, end }: OutcomeProps & { readonly end: ReadEnd }) {
  const { error, reached, unfinished } = end;
  const rejects = sum(model.pages.value, (page) => page.rejects.length);
  const failing = error?.exchanges ?? unfinished;
  return (
    <>
      <p role="status">
        <Chip tone={toneOf(end, rejects)}>{error ? 'failed' : formatReached(reached)}</Chip> <Counts model={model} />
      </p>
      <NoItems end={end} model={model} />
      {error && <ErrorPanel error={{ ...error, where: error.partition }} />}
      {failing.length > 0 && (
        <section class="read-page" aria-label="Requests of the page that was not read">
          <header>
            <h3>{error ? 'Requests of the page that failed' : 'Requests that were not finished'}</h3>
          </header>
          {failing.map((exchange, at) => (
            <ExchangeView key={at} exchange={exchange} open={at === failing.length - 1} />
          ))}
        </section>
      )}
    </>
  );
}

/** State of the read: running with its waits, stopped, ended, or failed with the exchange that failed. */
export function Outcome({ model }: OutcomeProps) {
  const state = model.state.value;
  if (state.kind === 'idle') return null;
  return (
    <div class="read-outcome">
      {state.kind === 'running' && <Running model={model} />}
      {state.kind === 'stopped' && (
        <p role="status">
          <Chip>stopped</Chip> <Counts model={model} />
        </p>
      )}
      {state.kind === 'failed' && <ErrorPanel error={state.error} />}
      {state.kind === 'ended' && <Ended model={model} end={state.end} />}
    </div>
  );
}
