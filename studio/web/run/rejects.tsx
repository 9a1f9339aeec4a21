import { runs } from '../api/platform.ts';
import type { Reject, RunProgress } from '../api/types.generated.ts';
import { navigate, readQueryParameter, setQuery } from '../app/router.ts';
import { handOverSample } from '../app/sample-handoff.ts';
import { Button } from '../components/button.tsx';
import { Chip } from '../components/chip.tsx';
import { ErrorPanel } from '../components/error-panel.tsx';
import { Icon } from '../components/icon.tsx';
import { JsonText } from '../components/json-text.tsx';
import { Loading } from '../components/loading.tsx';
import { toSentence } from '../components/message.tsx';

import { useGrowingRows } from './use-growing-rows.ts';

/** Opens a map with the rejected item as the sample, and selects the target that rejected it. */
function openInMapping(connector: string, map: string, { sample, pointer }: Reject): void {
  handOverSample({ connector, map, text: sample });
  const target = pointer.split('/').filter(Boolean).at(-1) ?? '';
  const parameters = new URLSearchParams({ sample: 'own', ...(target === '' ? {} : { target }) });
  navigate(`/c/${encodeURIComponent(connector)}/map/${encodeURIComponent(map)}?${parameters}`);
}

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
        <Chip tone={mendedAt === null ? 'bad' : 'ok'}>{mendedAt === null ? '✕ rejected' : '✓ remapped'}</Chip>
        <b>{toSentence(message)}</b>
        <span class="grow" />
        <span class="muted">
          {entity} · {stream}
        </span>
      </p>
      <p>
        {fix} <code>{code}</code> {pointer !== '' && <code>{pointer}</code>}
      </p>
      <p class="reject-actions">
        <button
          type="button"
          class="button button-quiet"
          aria-expanded={isOpen}
          onClick={() => setQuery({ reject: isOpen ? '' : String(id) })}
        >
          {isOpen ? 'Hide item' : 'Show item'}
        </button>
        {connector !== null && map !== null && (
          <Button kind="quiet" onClick={() => openInMapping(connector, map, reject)}>
            Open in mapping <Icon name="arrow" />
          </Button>
        )}
      </p>
      {isOpen && <JsonText label="Vendor item as JSON" value={reject.item} />}
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

/** Tab with the rejected items of a run: reason, fix and the vendor item. */
export function Rejects({ run, connector }: RejectsProps) {
  const { asset, finding } = run.report.entities;
  const version = `${asset.rejected + finding.rejected} ${run.state}`;
  const { rows, next, error, more } = useGrowingRows(read(run.id), run.id, version);
  if (error.value) return <ErrorPanel error={error.value} retry={more} />;
  if (!rows.value) return <Loading what="Loading the rejects" />;
  if (rows.value.length === 0) return <p class="tab-none">No rejects: all items were mapped.</p>;
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
