import { type Json, type JsonObject, readPath } from '../../base/json/index.ts';
import { type Bindings, compileExpression } from '../../language/expression/index.ts';
import type { Manifest, MapSpec } from '../../manifest/index.ts';

/** One value that a field's enum was asked for. */
interface SeenValue {
  readonly value: string;
  readonly count: number;
  /** What it becomes; absent where the table does not hold it. */
  readonly to?: string | number;
}

/** How well a map covers a sample. */
export interface Coverage {
  /** Items that the map is for. */
  readonly items: number;
  /** By target field: in how many records it is filled. */
  readonly fields: Readonly<Record<string, { readonly filled: number; readonly of: number }>>;
  /** By enum: each value that occurs. */
  readonly enums: Readonly<Record<string, readonly SeenValue[]>>;
}

export interface CoverageInput {
  readonly items: readonly Json[];
  readonly records: readonly JsonObject[];
  readonly bindings: Bindings;
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

/** Counts the values that a field's expression gives. */
async function countValues(
  counts: Map<string, number>,
  source: string,
  { items, bindings }: CoverageInput,
): Promise<void> {
  const expression = compileExpression(source);
  for (const item of items) {
    // An item on which the expression fails is among the rejects.
    const value = await Promise.resolve(expression.evaluate(item, bindings)).catch(() => undefined);
    if (value === undefined || value === null || typeof value === 'object') continue;
    counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
  }
}

/** The values that each enum was asked for, by all fields that go through it. */
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

/** Which target fields are filled, and which values the enums met. */
export async function computeCoverage(manifest: Manifest, map: MapSpec, input: CoverageInput): Promise<Coverage> {
  const fields = Object.keys(map.fields).map((target) => {
    const filled = input.records.filter((record) => readPath(record, target.split('.')) !== undefined).length;
    return [target, { filled, of: input.records.length }] as const;
  });
  const enums: Record<string, SeenValue[]> = {};
  for (const [name, counts] of await countLookups(map, input)) {
    const table = manifest.enums?.[name];
    if (!table) continue;
    const seen = [...counts].map(([value, count]): SeenValue => {
      const to = lookUpValue(table, value);
      return to === undefined ? { value, count } : { value, count, to };
    });
    enums[name] = seen.sort((a, b) => b.count - a.count);
  }
  return { items: input.items.length, fields: Object.fromEntries(fields), enums };
}
