import type { JsonObject } from '../../../base/json/index.ts';
import { isOfType, listProperties, type SchemaView } from './schema-view.ts';

/** Scalar member of a schema. */
export interface Leaf {
  readonly path: readonly string[];
  readonly schema: JsonObject;
}

export interface LeafOptions {
  readonly view: SchemaView;
  /** Maximum length of a path. */
  readonly deepest: number;
  /** Path of a member that is left out, such as the list of items. */
  readonly except?: readonly string[] | undefined;
}

const MOST_LEAVES = 2_000;

const isSame = (a: readonly string[], b: readonly string[] | undefined): boolean =>
  a.length === b?.length && a.every((step, at) => step === b[at]);

function* walk(schema: JsonObject, path: readonly string[], options: LeafOptions): Generator<Leaf> {
  if (isSame(path, options.except)) return;
  const resolved = options.view.resolve(schema);
  if (isOfType(resolved, 'array')) return;
  if (!isOfType(resolved, 'object')) {
    if (path.length > 0) yield { path, schema: resolved };
    return;
  }
  if (path.length >= options.deepest) return;
  for (const [name, inner] of listProperties(resolved)) yield* walk(inner, [...path, name], options);
}

/** Returns the scalar members of an object's schema, outside lists, in document order. */
export function listLeaves(schema: JsonObject, options: LeafOptions): Leaf[] {
  const leaves: Leaf[] = [];
  for (const leaf of walk(schema, [], options)) {
    leaves.push(leaf);
    if (leaves.length >= MOST_LEAVES) break;
  }
  return leaves;
}
