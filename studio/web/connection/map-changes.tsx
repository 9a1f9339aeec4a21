import { maps as mapsApi } from '../api/platform.ts';
import { useResource } from '../api/resource.ts';
import type { MapDiff, TransformMap } from '../api/types.generated.ts';
import { ErrorPanel } from '../components/error-panel.tsx';
import { formatCount, formatNumber } from '../components/format-count.ts';
import { Icon } from '../components/icon.tsx';
import { Loading } from '../components/loading.tsx';

/** Equal changes of one field, with the number of records that they affect. */
interface ChangeGroup {
  readonly path: string;
  readonly before: string;
  readonly after: string;
  readonly records: number;
}

const formatValue = (value: unknown): string => (value === undefined ? '—' : JSON.stringify(value));

/** Groups field changes by path and values, most frequent first. */
function groupChanges({ changes }: MapDiff): readonly ChangeGroup[] {
  const kinds = new Map<string, ChangeGroup>();
  for (const { fields } of changes)
    for (const { path, before, after } of fields) {
      const kind = { path: path.slice(1).replaceAll('/', '.'), before: formatValue(before), after: formatValue(after) };
      const key = JSON.stringify(kind);
      kinds.set(key, { ...kind, records: (kinds.get(key)?.records ?? 0) + 1 });
    }
  return [...kinds.values()].sort((one, other) => other.records - one.records);
}

const MAX_SHOWN = 50;

function Diff({ diff }: { readonly diff: MapDiff }) {
  const kinds = groupChanges(diff);
  const { before, after, reasons } = diff.rejects;
  const total = formatCount(diff.changes.length + diff.unchanged, 'record');
  return (
    <>
      <p>
        {formatNumber(diff.changes.length)} of {total} in {formatCount(diff.samples, 'recorded sample')} change.
        {before !== after && ` Rejects: ${before} → ${after}.`}
      </p>
      <ul class="map-changes">
        {kinds.slice(0, MAX_SHOWN).map((kind) => (
          <li key={`${kind.path} ${kind.before} ${kind.after}`}>
            <b>{kind.path}</b>
            <span class="mono">
              <del>{kind.before}</del> <Icon name="arrow" /> <ins>{kind.after}</ins>
            </span>
            <span class="muted">{formatCount(kind.records, 'record')}</span>
          </li>
        ))}
        {reasons.map(({ code, pointer, message }) => (
          <li key={`${code} ${pointer}`}>
            <b>new reject</b>
            <span>
              {message} <code>{code}</code>
            </span>
          </li>
        ))}
      </ul>
      {kinds.length > MAX_SHOWN && <p class="muted">{kinds.length - MAX_SHOWN} more types of change</p>}
    </>
  );
}

/** Output changes of a clone compared with the default map, computed from the connector's recorded samples. */
export function MapChanges({ map }: { readonly map: TransformMap }) {
  const { state, reload } = useResource(`${map.id} ${map.updatedAt}`, () => mapsApi.diff(map.id));
  return (
    <section class="map-diff" aria-label="Changes from the default">
      <h4>Changes from the default</h4>
      {state.value.kind === 'loading' && <Loading what="Comparing with the default map" />}
      {state.value.kind === 'failed' && <ErrorPanel error={state.value.error} retry={reload} />}
      {state.value.kind === 'ready' && <Diff diff={state.value.value} />}
    </section>
  );
}
