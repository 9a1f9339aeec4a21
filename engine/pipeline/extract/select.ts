import { engineError } from '../../base/errors/index.ts';
import { type Json, readPath } from '../../base/json/index.ts';
import type { Bindings } from '../../language/expression/index.ts';
import type { ParsedPage } from './page.ts';
import type { ExtractionPlan } from './plan.ts';

/** Selects the list from `page.document`, before the filter; undefined if missing. Throws RECORDS_NOT_A_LIST. */
export async function selectList(
  plan: ExtractionPlan,
  page: ParsedPage,
  scope: Bindings,
): Promise<readonly Json[] | undefined> {
  const document = page.document as Json;
  const found = plan.path === undefined ? { kind: 'list' as const } : descendPath(document, plan.path);
  if (found.kind === 'list') {
    // JSONata would make one item of a list that is null.
    if (plan.path === undefined && isNull(document, plan.sources)) return undefined;
    const selected = toSequence((await plan.list.evaluate(document, scope)) as Json | undefined);
    // JSONata does not distinguish an empty sequence from nothing.
    return selected ?? (plan.sources.some((path) => hasList(document, path)) ? [] : undefined);
  }
  const { value } = found;
  if (value === undefined || value === null) return undefined;
  if (Array.isArray(value)) return value;
  if (page.loneIsList) return [value];
  throw engineError('RECORDS_NOT_A_LIST', { select: plan.records });
}

const isNull = (document: Json, sources: ExtractionPlan['sources']): boolean =>
  sources.length > 0 && sources.every((path) => readPath(document, path) === null);

/** Returns true if a path leads to, or through lists to, a list. */
function hasList(value: Json | undefined, path: readonly string[]): boolean {
  const [name, ...rest] = path;
  if (Array.isArray(value))
    return name === undefined || value.length === 0 || value.some((one: Json) => hasList(one, path));
  return name !== undefined && hasList(readPath(value, [name]), rest);
}

type Found = { readonly kind: 'value'; readonly value: Json | undefined } | { readonly kind: 'list' };

/** Returns the value at the path, or `list` if the path passes through a list, whose elements JSONata maps. */
function descendPath(document: Json, path: readonly string[]): Found {
  let value: Json | undefined = document;
  for (const name of path) {
    if (Array.isArray(value)) return { kind: 'list' };
    value = readPath(value, [name]);
  }
  return { kind: 'value', value };
}

// JSONata does not distinguish a value from a sequence of one, so a single value is a list of one.
function toSequence(value: Json | undefined): readonly Json[] | undefined {
  if (value === undefined || value === null) return undefined;
  return Array.isArray(value) ? value : [value];
}
