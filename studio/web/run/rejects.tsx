import { runs } from '../api/platform.ts';
import { useResource } from '../api/resource.ts';
import type { RejectGroup, RunProgress } from '../api/types.generated.ts';
import { readQueryParameter, setQuery } from '../app/router.ts';
import { Chip } from '../components/chip.tsx';
import { ErrorPanel } from '../components/error-panel.tsx';
import { formatCount, formatNumber } from '../components/format-count.ts';
import { Icon } from '../components/icon.tsx';
import { JsonText } from '../components/json-text.tsx';
import { Loading } from '../components/loading.tsx';
import { toSentence } from '../components/message.tsx';
import { formatRejectsName } from '../mapping/map-samples.ts';
import { formatMapLink } from '../mapping/place.ts';
import { countRejected } from './entity-counts.ts';

interface RejectsProps {
  readonly run: RunProgress;
  readonly connector: string | null;
}

interface GroupProps extends RejectsProps {
  readonly group: RejectGroup;
}

/** Link to the map that rejected the items, with them as the sample. */
function OpenMap({ run, connector, group: { reject, custom } }: GroupProps) {
  if (connector === null || reject.map === null) return null;
  const sample = formatRejectsName(run.id, reject.id);
  return (
    <a
      class="button button-quiet"
      href={formatMapLink(connector, reject.map, { custom, connection: run.connectionId, sample })}
    >
      Open in mapping <Icon name="arrow" />
    </a>
  );
}

function Group(props: GroupProps) {
  const { count, reject } = props.group;
  const { id, entity, stream, code, pointer, message, fix, mendedAt } = reject;
  const isOpen = readQueryParameter('reject') === String(id);
  return (
    <li class="reject">
      <p class="reject-head">
        <Chip tone={mendedAt === null ? 'bad' : 'ok'}>{mendedAt === null ? '✕ rejected' : '✓ remapped'}</Chip>
        <b>
          {formatNumber(count)} × {toSentence(message)}
        </b>
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
          {isOpen ? 'Hide item' : count === 1 ? 'Show item' : 'Show an item'}
        </button>
        <OpenMap {...props} />
      </p>
      {isOpen && <JsonText label="Vendor item as JSON" value={reject.item} />}
    </li>
  );
}

/** Tab with the rejected items of a run, grouped by cause: number, reason, fix and an item. */
export function Rejects({ run, connector }: RejectsProps) {
  const { state, reload } = useResource(`${run.id} ${countRejected(run.report)} ${run.state}`, () =>
    runs.rejectGroups(run.id),
  );
  if (state.value.kind === 'failed') return <ErrorPanel error={state.value.error} retry={reload} />;
  if (state.value.kind === 'loading') return <Loading what="Loading the rejects" />;
  const { groups, more } = state.value.value;
  if (groups.length === 0) return <p class="tab-none">No rejects: all items were mapped.</p>;
  return (
    <>
      <ul>
        {groups.map((group) => (
          <Group key={group.reject.id} run={run} connector={connector} group={group} />
        ))}
      </ul>
      {more > 0 && <p class="tab-about">{formatCount(more, 'more cause')} not shown.</p>}
    </>
  );
}
