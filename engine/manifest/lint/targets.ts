import assetSchema from '../../../schemas/asset.schema.json' with { type: 'json' };
import findingSchema from '../../../schemas/finding.schema.json' with { type: 'json' };

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
  readonly definitions?: Readonly<Record<string, Node>>;
  readonly additionalProperties?: unknown;
}

const SCHEMAS = { asset: assetSchema as Node, finding: findingSchema as Node } as const;

export type TargetEntity = keyof typeof SCHEMAS;

const resolveRef = (root: Node, node: Node): Node =>
  node.$ref ? (root.definitions?.[node.$ref.split('/').at(-1) ?? ''] ?? node) : node;

function* listLeaves(root: Node, node: Node, prefix: string): Generator<readonly [string, TargetField]> {
  for (const [name, child] of Object.entries(node.properties ?? {})) {
    const inner = resolveRef(root, child);
    if (inner.properties) yield* listLeaves(root, inner, `${prefix}${name}.`);
    else yield [`${prefix}${name}`, inner];
  }
}

/** Returns the fields of an entity that a map can fill, by dotted path. */
export const targetFields = (target: TargetEntity): ReadonlyMap<string, TargetField> =>
  new Map(listLeaves(SCHEMAS[target], SCHEMAS[target], ''));

const ANY_VALUE: TargetField = {};
/** Names that no field can have: they would reach an object's prototype. */
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype', '']);

/** Finds the field that a target fills; members of an object that allows any, such as custom, are not listed in its schema. */
export function findTargetField(target: TargetEntity, path: string): TargetField | undefined {
  const root = SCHEMAS[target];
  const names = path.split('.');
  if (names.some((name) => FORBIDDEN.has(name))) return undefined;
  let node: Node | undefined = root;
  for (const name of names) {
    const { properties, additionalProperties }: Node = node;
    const child: Node | undefined = properties && Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (child === undefined) return additionalProperties === true ? ANY_VALUE : undefined;
    node = resolveRef(root, child);
  }
  return node.properties ? undefined : node;
}

function* listRequired(node: Node, prefix: string): Generator<string> {
  for (const name of node.required ?? []) {
    const child = node.properties?.[name];
    if (child?.properties) yield* listRequired(child, `${prefix}${name}.`);
    else yield `${prefix}${name}`;
  }
}

/** Returns the dotted paths of an entity's required fields. */
export const requiredFields = (target: TargetEntity): string[] => [...listRequired(SCHEMAS[target], '')];
