import { toPointer } from '../../../base/json/index.ts';
import {
  findEntity,
  findMapEnum,
  findTargetField,
  type LocatedEnum,
  type TargetField,
} from '../../../manifest/index.ts';
import { toLiteral, toLooseKey } from '../../../pipeline/map/enums.ts';
import type { EnumCoverage } from './explained-sample.ts';
import type { MappedSample } from './mapped-sample.ts';

type Table = NonNullable<MappedSample['manifest']['enums']>[string];

const MOST_CHOICES = 20;

const listRange = ({ minimum, maximum }: TargetField): number[] => {
  if (minimum === undefined || maximum === undefined || maximum - minimum >= MOST_CHOICES) return [];
  return Array.from({ length: maximum - minimum + 1 }, (_, at) => minimum + at);
};

/** Returns the values that the target allows. If its schema does not list them, returns the enum's current values. */
const listChoices = (
  { manifest, map }: MappedSample,
  targets: readonly string[],
  { values }: Table,
): (string | number)[] => {
  const field = findTargetField(findEntity(manifest, map.to), targets[0] ?? '') ?? {};
  const listed = field.enum ?? (field.type === 'integer' ? listRange(field) : []);
  return listed.length > 0 ? [...listed] : [...new Set(Object.values(values))];
};

/** Counts the lookups of each source value, under the enum's own spelling if it contains the value. */
function countValues({ items, explainer }: MappedSample, name: string, { values, match }: Table): Map<string, number> {
  const key = match === 'loose' ? toLooseKey : (text: string) => text;
  const known = new Map(Object.keys(values).map((literal) => [key(literal), literal]));
  const counts = new Map(Object.keys(values).map((literal) => [literal, 0]));
  const columns = explainer.fields.flatMap(({ spec }, at) => (spec.enum === name ? [at] : []));
  for (const { explained } of items) {
    for (const at of columns) {
      const source = explained?.cells[at]?.source;
      if (source === undefined || source === null || source === '') continue;
      const literal = toLiteral(source);
      const own = known.get(key(literal)) ?? literal;
      counts.set(own, (counts.get(own) ?? 0) + 1);
    }
  }
  return counts;
}

function buildCoverage(sample: MappedSample, name: string, { spec: table, path }: LocatedEnum): EnumCoverage {
  const targets = sample.explainer.fields.flatMap(({ target, spec }) => (spec.enum === name ? [target] : []));
  const to = (literal: string) => (Object.hasOwn(table.values, literal) ? (table.values[literal] ?? null) : null);
  return {
    name,
    pointer: toPointer([...path, 'values']),
    targets,
    choices: listChoices(sample, targets, table),
    policy: typeof table.unmapped === 'string' ? table.unmapped : 'to',
    values: [...countValues(sample, name, table)].map(([literal, count]) => ({ literal, count, to: to(literal) })),
  };
}

/** Returns the enums that the map uses, with the values that occur in the sample. */
export function explainEnums(sample: MappedSample): readonly EnumCoverage[] {
  const names = new Set(sample.explainer.fields.flatMap(({ spec }) => spec.enum ?? []));
  return [...names].flatMap((name) => {
    const table = findMapEnum(sample.manifest, sample.name, name);
    return table ? [buildCoverage(sample, name, table)] : [];
  });
}
