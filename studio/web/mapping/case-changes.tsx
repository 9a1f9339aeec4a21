import { useSignal } from '@preact/signals';
import { maps } from '../api/platform.ts';
import type { MapDiff, PreviewChange } from '../api/types.generated.ts';
import { runAndReport } from '../components/attempt.ts';
import { Button } from '../components/button.tsx';
import { formatCount, formatNumber } from '../components/format-count.ts';
import { Change } from './change.tsx';
import { parsePointer } from './json-positions.ts';
import { extractSpec } from './map-spec.ts';
import type { MappingModel } from './model.ts';

/** Groups of changes that are shown. */
const MAX_GROUPS = 50;

/** Comparison of a draft with the default map. */
interface Compared {
  /** Draft that was compared. */
  readonly text: string;
  readonly diff: MapDiff;
}

const countChanged = ({ changes }: MapDiff, kind: MapDiff['changes'][number]['change']): number =>
  changes.filter(({ change }) => change === kind).length;

/** Returns a value as a change contains it, where null means that there is none. */
const toValue = (value: unknown) => value as PreviewChange['from'];

/** Groups equal changes of a field over all records, the most frequent first. */
function groupChanges({ changes, unchanged }: MapDiff): readonly PreviewChange[] {
  const of = changes.length + unchanged;
  const groups = new Map<string, PreviewChange>();
  for (const { path, before = null, after = null } of changes.flatMap(({ fields }) => fields)) {
    const key = JSON.stringify([path, before, after]);
    const count = (groups.get(key)?.count ?? 0) + 1;
    groups.set(key, { target: parsePointer(path).join('.'), from: toValue(before), to: toValue(after), count, of });
  }
  return [...groups.values()].sort((one, other) => other.count - one.count);
}

function Result({ diff }: Pick<Compared, 'diff'>) {
  const groups = groupChanges(diff);
  const { rejects, unchanged, samples } = diff;
  return (
    <>
      <p class="changes-none" role="status">
        {formatCount(samples, 'recorded case')}: {formatNumber(countChanged(diff, 'changed'))} changed,{' '}
        {formatNumber(countChanged(diff, 'added'))} added, {formatNumber(countChanged(diff, 'removed'))} removed,{' '}
        {formatNumber(unchanged)} unchanged records; {formatNumber(rejects.before)} rejects before,{' '}
        {formatNumber(rejects.after)} after.
      </p>
      <ul class="changes">
        {groups.slice(0, MAX_GROUPS).map((change) => (
          <Change key={`${change.target} ${JSON.stringify([change.from, change.to])}`} change={change} />
        ))}
      </ul>
      {groups.length > MAX_GROUPS && (
        <p class="changes-none">{formatCount(groups.length - MAX_GROUPS, 'more type')} of change</p>
      )}
    </>
  );
}

/** Compares the edited map with the default over all recorded cases of the connector, on demand. */
export function CaseChanges({ mapping: { draft, base, map, maps: all } }: { readonly mapping: MappingModel }) {
  const compared = useSignal<Compared | undefined>(undefined);
  const original = all.find((one) => one.readOnly && one.map === map);
  const text = draft.text.value;
  const compare = async () => {
    const spec = extractSpec(text, base.peek(), map);
    const diff = original && spec && (await runAndReport(() => maps.diff(original.id, spec)));
    if (diff) compared.value = { text, diff };
  };
  if (!original) return null;
  // A later edit makes the comparison outdated.
  if (compared.value?.text === text) return <Result diff={compared.value.diff} />;
  return (
    <p class="changes-none">
      <Button onClick={() => void compare()}>Compare over all recorded cases</Button>
    </p>
  );
}
