import { type JsonObject, readPath } from '../../base/json/index.ts';
import { compileExpression } from '../../language/expression/index.ts';
import { listMapEnums, type Manifest, type MapSpec } from '../../manifest/index.ts';
import type { MapInput } from './elements.ts';

/** Value that was looked up in a field's enum. */
interface SeenValue {
  readonly value: string;
  readonly count: number;
  /** Target value. Absent if the enum does not contain the value. */
  readonly to?: string | number;
}

/** Coverage of a sample by a map. */
export interface Coverage {
  /** Number of items that the map applies to, or of their elements if it has `each`. */
  readonly items: number;
  /** Number of records in which each target field is filled. */
  readonly fields: Readonly<Record<string, { readonly filled: number; readonly of: number }>>;
  /** Values that occur, by enum. */
  readonly enums: Readonly<Record<string, readonly SeenValue[]>>;
}

export interface CoverageInput {
  readonly inputs: readonly MapInput[];
  readonly records: readonly JsonObject[];
}

const squeeze = (text: string) => text.toLowerCase().replaceAll(/[\s_-]/g, '');

function lookUpValue(
  { values, match }: NonNullable<Manifest['enums']>[string],
  value: string,
): string | number | undefined {
  if (Object.hasOwn(values, value)) return values[value];
  if (match !== 'loose') return undefined;
  return Object.entries(values).find(([known]) => squeeze(known) === squeeze(value))?.[1];
}

/** Counts the values that a field's expression returns. */
async function countValues(counts: Map<string, number>, source: string, { inputs }: CoverageInput): Promise<void> {
  const expression = compileExpression(source);
  for (const { value: item, scope } of inputs) {
    // Items on which the expression fails are reported as rejects.
    const value = await Promise.resolve(expression.evaluate(item, scope)).catch(() => undefined);
    if (value === undefined || value === null || typeof value === 'object') continue;
    counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
  }
}

/** Returns the values that were looked up in each enum, over all fields that use it. */
async function countLookups(
  map: MapSpec,
  input: CoverageInput,
): Promise<ReadonlyMap<string, ReadonlyMap<string, number>>> {
  const asked = new Map<string, Map<string, number>>();
  for (const field of Object.values(map.fields)) {
    if (typeof field === 'string' || field.enum === undefined) continue;
    const counts = asked.get(field.enum) ?? new Map<string, number>();
    asked.set(field.enum, counts);
    await countValues(counts, field.value, input);
  }
  return asked;
}

/** Measures the filled target fields and the values looked up in enums. */
export async function computeCoverage(manifest: Manifest, map: MapSpec, input: CoverageInput): Promise<Coverage> {
  const fields = Object.keys(map.fields).map((target) => {
    const filled = input.records.filter((record) => readPath(record, target.split('.')) !== undefined).length;
    return [target, { filled, of: input.records.length }] as const;
  });
  const tables = listMapEnums(manifest, map);
  const enums: Record<string, SeenValue[]> = {};
  for (const [name, counts] of await countLookups(map, input)) {
    const table = tables[name];
    if (!table) continue;
    const seen = [...counts].map(([value, count]): SeenValue => {
      const to = lookUpValue(table, value);
      return to === undefined ? { value, count } : { value, count, to };
    });
    enums[name] = seen.sort((a, b) => b.count - a.count);
  }
  return { items: input.inputs.length, fields: Object.fromEntries(fields), enums };
}
