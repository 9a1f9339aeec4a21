import { fromPointer } from '../../base/json/index.ts';
import type { Entity } from '../entities.ts';

/** Constraints of a target field. */
export interface TargetField {
  readonly type?: string | undefined;
  readonly enum?: readonly (string | number)[] | undefined;
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
  /** Members of a list. */
  readonly items?: TargetField | undefined;
}

interface Node extends TargetField {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: unknown;
}

const toNode = (value: unknown): Node => (typeof value === 'object' && value !== null ? value : {});

const ownMember = (holder: unknown, key: string): unknown =>
  Object.hasOwn(Object(holder), key) ? Object(holder)[key] : undefined;

/** Nesting limit, which also ends a schema that refers to itself. */
const DEEPEST = 16;

function resolveNode(root: Node, node: Node): Node {
  const steps = node.$ref?.startsWith('#/') ? fromPointer(node.$ref.slice(1)) : undefined;
  return steps ? toNode(steps.reduce(ownMember, root as unknown)) : node;
}

const toField = ({ type, enum: values, minimum, maximum, items }: Node): TargetField => ({
  // A schema may list several types, which is no constraint here.
  type: typeof type === 'string' ? type : undefined,
  enum: values,
  minimum,
  maximum,
  items: items && toField(toNode(items)),
});

function* listLeaves(root: Node, node: Node, path: readonly string[]): Generator<readonly [string, TargetField]> {
  if (path.length > DEEPEST) return;
  for (const [name, child] of Object.entries(node.properties ?? {})) {
    const inner = resolveNode(root, toNode(child));
    if (inner.properties) yield* listLeaves(root, inner, [...path, name]);
    else yield [[...path, name].join('.'), toField(inner)];
  }
}

const schemaOf = ({ schema }: Pick<Entity, 'schema'>): Node => toNode(schema);

/** Returns the fields of an entity that its schema lists, by dotted path. */
export const targetFields = (entity: Pick<Entity, 'schema'>): ReadonlyMap<string, TargetField> =>
  new Map(listLeaves(schemaOf(entity), schemaOf(entity), []));

const ANY_VALUE: TargetField = {};
/** Names that no field can have: they would reach an object's prototype. */
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype', '']);

/**
 * Finds the field at a dotted path. The schema need not list the members of an open object, such as custom. Only the maps
 * of declared entities can fill an object as a whole.
 */
export function findTargetField(entity: Pick<Entity, 'schema' | 'builtIn'>, path: string): TargetField | undefined {
  const root = schemaOf(entity);
  const names = path.split('.');
  if (names.some((name) => FORBIDDEN.has(name))) return undefined;
  let node = resolveNode(root, root);
  for (const name of names) {
    const child = ownMember(node.properties, name);
    if (child === undefined) return node.additionalProperties === false ? undefined : ANY_VALUE;
    node = resolveNode(root, toNode(child));
  }
  return entity.builtIn && node.properties ? undefined : toField(node);
}

function* listRequired(root: Node, node: Node, path: readonly string[]): Generator<string> {
  if (path.length > DEEPEST) return;
  for (const name of node.required ?? []) {
    const child = resolveNode(root, toNode(ownMember(node.properties, name)));
    if (child.properties) yield* listRequired(root, child, [...path, name]);
    else yield [...path, name].join('.');
  }
}

/** Returns the dotted paths of an entity's required fields. */
export const requiredFields = (entity: Pick<Entity, 'schema'>): string[] => [
  ...listRequired(schemaOf(entity), schemaOf(entity), []),
];
