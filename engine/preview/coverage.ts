import { type Bindings, compileExpression } from '../expression/index.ts';
import { type Json, type JsonObject, read } from '../json/index.ts';
import type { Manifest, MapSpec } from '../manifest/index.ts';

/** One value that a field's enum was asked for. */
export interface SeenValue {
  readonly value: string;
  readonly count: number;
  /** What it becomes; absent where the table does not hold it. */
  readonly to?: string | number;
}

/** How well a map covers a sample. */
export interface Coverage {
  /** Items of the sample. */
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

const squeezed = (text: string) => text.toLowerCase().replaceAll(/[\s_-]/g, '');

function mappedTo(
  { values, match }: NonNullable<Manifest['enums']>[string],
  value: string,
): string | number | undefined {
  if (Object.hasOwn(values, value)) return values[value];
  if (match !== 'loose') return undefined;
  return Object.entries(values).find(([known]) => squeezed(known) === squeezed(value))?.[1];
}

async function seenBy(source: string, { items, bindings }: CoverageInput): Promise<Map<string, number>> {
  const expression = compileExpression(source);
  const counts = new Map<string, number>();
  for (const item of items) {
    // An item on which the expression fails is among the rejects.
    const value = await Promise.resolve(expression.evaluate(item, bindings)).catch(() => undefined);
    if (value === undefined || value === null || typeof value === 'object') continue;
    counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
  }
  return counts;
}

/** Which target fields are filled, and which values the enums met. */
export async function coverageOf(manifest: Manifest, map: MapSpec, input: CoverageInput): Promise<Coverage> {
  const fields = Object.keys(map.fields).map((target) => {
    const filled = input.records.filter((record) => read(record, target.split('.')) !== undefined).length;
    return [target, { filled, of: input.records.length }] as const;
  });
  const enums: Record<string, SeenValue[]> = {};
  for (const field of Object.values(map.fields)) {
    const table = typeof field === 'object' && field.enum !== undefined ? manifest.enums?.[field.enum] : undefined;
    if (typeof field === 'string' || !table || field.enum === undefined) continue;
    const seen = [...(await seenBy(field.value, input))].map(([value, count]) => {
      const to = mappedTo(table, value);
      return to === undefined ? { value, count } : { value, count, to };
    });
    enums[field.enum] = seen.sort((a, b) => b.count - a.count);
  }
  return { items: input.items.length, fields: Object.fromEntries(fields), enums };
}
