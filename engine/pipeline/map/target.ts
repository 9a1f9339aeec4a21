/** Part of a JSON Schema that constrains a field. */
export interface TargetType {
  readonly type?: string;
  readonly pattern?: string;
}

interface SchemaNode extends TargetType {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
}

const ownMember = <T>(table: Readonly<Record<string, T>> | undefined, key: string): T | undefined =>
  table !== undefined && Object.hasOwn(table, key) ? table[key] : undefined;

const toNode = (value: unknown) => value as SchemaNode;

const resolveNode = (root: object, node: SchemaNode | undefined): SchemaNode | undefined => {
  if (!node?.$ref?.startsWith('#/')) return node;
  const found = node.$ref
    .slice(2)
    .split('/')
    .reduce<unknown>((at, key) => ownMember(Object(at), key), root);
  return found === undefined ? undefined : resolveNode(root, toNode(found));
};

const findChild = (schema: object, node: SchemaNode | undefined, key: string) =>
  resolveNode(schema, ownMember(node?.properties, key));

/** Finds the schema of the field at `path`; undefined for an unknown field. */
export const findTargetType = (schema: object, path: readonly string[]): TargetType | undefined =>
  path.reduce<SchemaNode | undefined>((node, key) => findChild(schema, node, key), resolveNode(schema, toNode(schema)));

/** Returns true if every record has the field at `path`: it and all its parents are required. */
export const isRequired = (schema: object, path: readonly string[]): boolean => {
  let node = resolveNode(schema, toNode(schema));
  for (const key of path) {
    if (!node?.required?.includes(key)) return false;
    node = findChild(schema, node, key);
  }
  return true;
};

const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype', '']);

/** Splits a dotted target into names. Throws a RangeError for names that could reach a prototype. */
export const parseTargetPath = (target: string): readonly string[] => {
  const path = target.split('.');
  if (path.some((name) => FORBIDDEN.has(name))) throw new RangeError(`"${target}" cannot be a target field`);
  return path;
};
