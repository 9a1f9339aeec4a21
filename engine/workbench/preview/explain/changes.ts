import type { Json } from '../../../base/json/index.ts';
import { createMemory } from '../../../base/memoize/index.ts';
import type { OutputChange, OutputChanges } from './explained-sample.ts';
import type { MappedSample } from './mapped-sample.ts';

const MOST_GROUPS = 200;

type Columns = ReadonlyMap<string, readonly (string | undefined)[]>;

/** Value of each item as JSON text, by target. Undefined if there is no value. */
function buildColumns({ explainer, items }: MappedSample): Columns {
  return new Map(
    explainer.fields.map(({ target }, at) => [
      target,
      items.map(({ explained }) => JSON.stringify(explained?.cells[at]?.value) as string | undefined),
    ]),
  );
}

/** Columns of the default map, which does not change while its copy is edited. */
const rememberColumns = createMemory<Columns>();

const toJson = (text: string | undefined): Json => (text === undefined ? null : (JSON.parse(text) as Json));

interface Group {
  readonly target: string;
  readonly from: string | undefined;
  readonly to: string | undefined;
  count: number;
}

/** Returns the differences between the outputs of two maps over the same items, with equal differences grouped. */
export function diffOutputs(before: MappedSample, after: MappedSample): OutputChanges {
  const [old, now] = [rememberColumns([before], () => buildColumns(before)), buildColumns(after)];
  const groups = new Map<string, Group>();
  for (const target of new Set([...old.keys(), ...now.keys()])) {
    for (let at = 0; at < after.items.length; at++) {
      const [from, to] = [old.get(target)?.[at], now.get(target)?.[at]];
      if (from === to) continue;
      const key = JSON.stringify([target, from ?? null, to ?? null]);
      const group = groups.get(key) ?? { target, from, to, count: 0 };
      group.count += 1;
      groups.set(key, group);
    }
  }
  const sorted = [...groups.values()].sort((a, b) => b.count - a.count);
  const shown = sorted.slice(0, MOST_GROUPS).map(
    ({ target, from, to, count }): OutputChange => ({
      target,
      from: toJson(from),
      to: toJson(to),
      count,
      of: after.items.length,
    }),
  );
  return { groups: shown, more: sorted.length - shown.length };
}
