import type { ReadPage } from '../api/types.generated.ts';
import { Button } from '../components/button.tsx';
import { Chip } from '../components/chip.tsx';
import { formatCount } from '../components/format-count.ts';
import { JsonText } from '../components/json-text.tsx';
import { Message } from '../components/message.tsx';
import { ExchangeView } from './exchange-view.tsx';
import type { TestReadInput } from './model.ts';
import { toSample } from './page-sample.ts';

interface PageProps {
  readonly page: ReadPage;
  readonly input: TestReadInput;
  /** The stream that is read, not one that it needs. */
  readonly isOwn: boolean;
}

const ValueList = ({ title, values }: { readonly title: string; readonly values: readonly unknown[] }) => (
  <details class="read-values">
    <summary>
      {title} <span class="count">{values.length}</span>
    </summary>
    <JsonText label={title} value={values} />
  </details>
);

const Rejects = ({ rejects }: Pick<ReadPage, 'rejects'>) => (
  <details class="read-values" open>
    <summary>
      Rejects <span class="count">{rejects.length}</span>
    </summary>
    <ul class="read-rejects">
      {rejects.map((reject, at) => (
        <li key={at}>
          <Message message={reject.message} fix={reject.fix} code={reject.code} /> at{' '}
          <code>{reject.pointer || '/'}</code>
        </li>
      ))}
    </ul>
  </details>
);

const Next = ({ page: { next, stopped } }: Pick<PageProps, 'page'>) => (
  <dl class="read-next">
    {next !== undefined && (
      <>
        <dt>Next position</dt>
        <dd class="mono">{typeof next === 'string' ? next : JSON.stringify(next)}</dd>
      </>
    )}
    {stopped !== undefined && (
      <>
        <dt>Stopped</dt>
        <dd>{stopped}</dd>
      </>
    )}
  </dl>
);

const formatTitle = ({ stream, partition, page }: ReadPage): string =>
  [stream, partition && `partition ${partition}`, `page ${page}`].filter(Boolean).join(' · ');

/** Page of a test read: its requests, items, records and rejects, and where paging goes from it. */
export function PageView({ page, input, isOwn }: PageProps) {
  const { exchanges, found, items, records, rejects, unmapped, warnings, skipped, omitted } = page;
  const useAsSample = () => {
    const { text, contentType } = toSample(page);
    input.onUseAsSample(text, contentType, page.stream);
  };
  return (
    <section class="read-page" aria-label={formatTitle(page)}>
      <header>
        <h3>{formatTitle(page)}</h3>
        {!isOwn && <Chip>parent</Chip>}
        {skipped ? (
          <Chip tone="warn">skipped</Chip>
        ) : (
          <Chip tone={found === 0 && isOwn ? 'warn' : 'plain'}>{formatCount(found, 'item')}</Chip>
        )}
        {rejects.length > 0 && <Chip tone="bad">{formatCount(rejects.length, 'reject')}</Chip>}
        <span class="grow" />
        {isOwn && !skipped && <Button onClick={useAsSample}>Use as sample</Button>}
      </header>
      {exchanges.map((exchange, at) => (
        <ExchangeView key={at} exchange={exchange} />
      ))}
      {items.length > 0 && (
        <ValueList title={items.length < found ? `First items of ${found}` : 'Items'} values={items} />
      )}
      {records.length > 0 && <ValueList title="Records" values={records.map(({ record }) => record)} />}
      {rejects.length > 0 && <Rejects rejects={rejects} />}
      {omitted && <p class="muted">Some items, records or rejects are omitted because together they are too large.</p>}
      {unmapped.map(({ enum: name, value }) => (
        <p key={`${name} ${value}`} class="read-warning">
          The enum <code>{name}</code> has no row for <code>{value}</code>.
        </p>
      ))}
      {warnings.map((warning) => (
        <p key={String(warning['code'])} class="read-warning">
          <Message message={String(warning['message'])} code={String(warning['code'])} />
        </p>
      ))}
      <Next page={page} />
    </section>
  );
}
