import { type Json, readPath } from '../../base/json/index.ts';
import { type Bindings, type PageAllowance, takeTurn } from '../../language/expression/index.ts';
import type { CompiledIncremental, CursorSource } from '../connector/connector.ts';
import type { ExtractedItem } from '../extract/index.ts';
import type { VendorPage } from './vendor-client.ts';

interface ItemScope {
  readonly bindings: Bindings;
  readonly allowance: PageAllowance;
}

/** Reads the cursor value of each item, undefined where there is none. Returns undefined if the items do not contain it. */
export async function readItemCursors(
  spec: CompiledIncremental | undefined,
  extracted: readonly ExtractedItem[],
  { bindings, allowance }: ItemScope,
): Promise<readonly (Json | undefined)[] | undefined> {
  const source = spec?.cursor;
  if (source?.kind === 'path')
    return extracted.map((one) => (one.kind === 'item' ? readPath(one.value, source.path) : undefined));
  if (source?.kind !== 'item') return undefined;
  const values: (Json | undefined)[] = [];
  for (const one of extracted) {
    const value = one.kind === 'item' ? await source.expression.evaluate(one.value, bindings, allowance) : undefined;
    values.push(value as Json | undefined);
    const turn = takeTurn(allowance);
    if (turn) await turn;
  }
  return values;
}

/** Reads the cursor value of a page whose items were read. */
export async function readPageCursor(
  source: Extract<CursorSource, { kind: 'page' | 'item' | 'header' }>,
  { envelope, headers, bindings = {} }: ReturnType<VendorPage['facts']>,
): Promise<Json | undefined> {
  if (source.kind === 'header') return Object.hasOwn(headers, source.name) ? headers[source.name] : undefined;
  return (await source.expression.evaluate(envelope, bindings)) as Json | undefined;
}
