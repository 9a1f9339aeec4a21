import { runs } from '../api/platform.ts';
import type { Reject, RunProgress } from '../api/types.generated.ts';
import { readQueryParameter, setQuery } from '../app/router.ts';
import { Button } from '../components/button.tsx';
import { Chip } from '../components/chip.tsx';
import { ErrorPanel } from '../components/error-panel.tsx';
import { Icon } from '../components/icon.tsx';
import { JsonText } from '../components/json-text.tsx';
import { Loading } from '../components/loading.tsx';
import { toSentence } from '../components/message.tsx';
import { openInMapping } from './open-in-mapping.ts';
import { useGrowingRows } from './use-growing-rows.ts';

interface RejectProps {
  readonly reject: Reject;
  readonly connector: string | null;
}

function Row({ reject, connector }: RejectProps) {
  const { id, entity, stream, code, pointer, message, fix, map, mendedAt } = reject;
  const isOpen = readQueryParameter('reject') === String(id);
  return (
    <li class="reject">
      <p class="reject-head">
        <Chip tone={mendedAt === null ? 'bad' : 'ok'}>{mendedAt === null ? '✕ rejected' : '✓ mapped since'}</Chip>
        <b>{toSentence(message)}</b>
        <span class="grow" />
        <span class="muted">
          {entity} of {stream}
        </span>
      </p>
      <p>
        {fix} <code>{code}</code> {pointer !== '' && <code>{pointer}</code>}
      </p>
      <p class="reject-deeds">
        <button
          type="button"
          class="button button-quiet"
          aria-expanded={isOpen}
          onClick={() => setQuery({ reject: isOpen ? '' : String(id) })}
        >
          {isOpen ? 'Hide the item' : 'Show the item'}
        </button>
        {connector !== null && map !== null && (
          <Button kind="quiet" onClick={() => openInMapping(connector, map, reject)}>
            Open in mapping <Icon name="arrow" />
          </Button>
        )}
      </p>
      {isOpen && <JsonText label="The vendor’s item" value={reject.item} />}
    </li>
  );
}

const read = (id: string) => async (after: number) => {
  const { rejects, next } = await runs.rejects(id, after);
  return { rows: rejects, next };
};

interface RejectsProps {
  readonly run: RunProgress;
  readonly connector: string | null;
}

/** Items that could not be mapped: why, what to do, and the vendor's item itself. */
export function Rejects({ run, connector }: RejectsProps) {
  const { asset, finding } = run.report.entities;
  const version = `${asset.rejected + finding.rejected} ${run.state}`;
  const { rows, next, error, more } = useGrowingRows(read(run.id), run.id, version);
  if (error.value) return <ErrorPanel error={error.value} retry={more} />;
  if (!rows.value) return <Loading what="Reading the rejects" />;
  if (rows.value.length === 0) return <p class="tab-none">Everything that came could be mapped.</p>;
  return (
    <>
      <ul>
        {rows.value.map((reject) => (
          <Row key={reject.id} reject={reject} connector={connector} />
        ))}
      </ul>
      {next.value !== null && (
        <p class="paging paging-in">
          <Button onClick={more}>Show more</Button>
        </p>
      )}
    </>
  );
}
