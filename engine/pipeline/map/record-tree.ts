import type { FieldPlan } from './plan.ts';
import { parseTargetPath } from './target.ts';

/** Leaf of the record: the field at an index, or a fixed value. */
export type RecordLeaf = { readonly path: readonly string[] } & (
  | { readonly kind: 'field'; readonly field: FieldPlan; readonly at: number }
  | { readonly kind: 'fixed'; readonly value: unknown }
);

/** Object of the record; members are in the order of the record's keys. */
export interface Holder {
  readonly kind: 'holder';
  readonly members: Map<string, Holder | RecordLeaf>;
}

const createHolder = (): Holder => ({ kind: 'holder', members: new Map() });

const findOrAddHolder = (root: Holder, path: readonly string[]): Holder =>
  path.reduce((at, name) => {
    const next = at.members.get(name) ?? createHolder();
    if (next.kind !== 'holder') throw new RangeError(`the target "${path.join('.')}" lies in another one`);
    at.members.set(name, next);
    return next;
  }, root);

const insertLeaf = (root: Holder, leaf: RecordLeaf) => {
  const { members } = findOrAddHolder(root, leaf.path.slice(0, -1));
  const name = leaf.path.at(-1) ?? '';
  if (members.has(name)) throw new RangeError(`two values for the target "${leaf.path.join('.')}"`);
  members.set(name, leaf);
};

/**
 * Builds the structure of a record: fixed values first, then fields in order. A field overrides a fixed value of the
 * same name. Throws a RangeError for a target inside another target.
 */
export const buildRecordTree = (fields: readonly FieldPlan[], constants: Readonly<Record<string, unknown>>): Holder => {
  const root = createHolder();
  const targets = new Set(fields.map(({ target }) => target));
  for (const [target, value] of Object.entries(constants)) {
    if (!targets.has(target)) insertLeaf(root, { kind: 'fixed', path: parseTargetPath(target), value });
  }
  for (const [at, field] of fields.entries()) insertLeaf(root, { kind: 'field', path: field.path, field, at });
  return root;
};
