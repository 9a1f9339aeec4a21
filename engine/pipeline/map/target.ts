/** The part of a JSON Schema that says what a field may hold. */
export interface TargetType {
  readonly type?: string;
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

/** What the schema says of the field at `path`; undefined where it knows no such field. */
export const findTargetType = (schema: object, path: readonly string[]): TargetType | undefined =>
  path.reduce<SchemaNode | undefined>((node, key) => findChild(schema, node, key), resolveNode(schema, toNode(schema)));

/** Whether every record has the field at `path`: it and all that it lies in are required. */
export const isRequired = (schema: object, path: readonly string[]): boolean => {
  let node = resolveNode(schema, toNode(schema));
  for (const key of path) {
    if (!node?.required?.includes(key)) return false;
    node = findChild(schema, node, key);
  }
  return true;
};

const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype', '']);

/** A dotted target as its names; throws a RangeError for names that could reach a prototype. */
export const parseTargetPath = (target: string): readonly string[] => {
  const path = target.split('.');
  if (path.some((name) => FORBIDDEN.has(name))) throw new RangeError(`"${target}" cannot be a target field`);
  return path;
};
