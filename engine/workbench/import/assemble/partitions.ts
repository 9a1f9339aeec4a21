import { isObject, type Json, type JsonObject, readPath } from '../../../base/json/index.ts';
import type { Operation } from '../described.ts';
import { simplifyName, takeName, toName, toSingular } from '../names.ts';
import { listItems } from '../propose/page-parts.ts';
import { listLeaves } from '../shape/leaves.ts';
import type { SchemaView } from '../shape/schema-view.ts';
import type { NamedList } from './named-list.ts';

/** Names that the engine or JSONata uses for other values. */
const RESERVED = [
  'settings',
  'filters',
  'cursor',
  'window',
  'job',
  'session',
  'page',
  'run',
  'item',
  'file',
  'status',
  'headers',
  'body',
  'given',
  'request',
  'nonce',
  'timestamp',
  'signature',
  'position',
  'start',
  'end',
  'default',
  'lower',
  'upper',
  'base64',
  'join',
  'date',
  'if',
  'each',
  'this',
];

/** Template of each placeholder of a path, in order, and what is needed for them. */
export interface ResolvedPath {
  readonly templates: readonly string[];
  /** Partition source, if a parent lists the last placeholders. */
  readonly parent?: {
    readonly list: NamedList;
    readonly as: string;
    readonly field: readonly string[];
    readonly isSure: boolean;
  };
  /** Names that the stream and its ancestors use for partition values. */
  readonly names: readonly string[];
}

/** Placeholder of a path: its name, and the path before it. */
interface Placeholder {
  readonly name: string;
  readonly prefix: string;
}

/** Returns a path in which placeholders have no names, for comparisons. */
export const toShape = (path: string): string => path.replaceAll(/\{[^}]*\}/g, '{}').replace(/\/+$/, '');

const listPlaceholders = (path: string): Placeholder[] =>
  [...path.matchAll(/\{([^}]*)\}/g)].map(({ 1: name = '', index }) => ({
    name,
    prefix: path.slice(0, index).replace(/\/$/, ''),
  }));

/** Returns true for a name that templates use without quotes. */
const isPlain = (name: string): boolean => /^[A-Za-z_][A-Za-z0-9_]*$/.test(name);

/** Finds the member of the parent's items whose observed values are those of the placeholder. */
function findByValue({ operation, list }: NamedList, values: readonly string[]): readonly string[] | undefined {
  const items = operation.pages.flatMap((page) => [...listItems(page, list)]);
  const fields = items.filter(isObject).flatMap((item) => Object.keys(item));
  const found = [...new Set(fields)].find((field) =>
    values.every((value) => items.some((item) => String(readPath(item, [field]) as Json) === value)),
  );
  return found === undefined || !isPlain(found) ? undefined : [found];
}

/** Finds the member of the parent's items that a placeholder names: `project_id` and `id` for projects. */
function findByName({ list, name, key }: NamedList, placeholder: string, view: SchemaView) {
  const leaves = listLeaves(list.item, { view, deepest: 1 }).filter(({ path }) => isPlain(path[0] ?? ''));
  const wanted = simplifyName(placeholder);
  const noun = simplifyName(toSingular(name));
  const rest = wanted.startsWith(noun) ? wanted.slice(noun.length) : '';
  const suffix = /(?:uuid|guid|id|key|slug|name)$/.exec(wanted)?.[0] ?? '';
  for (const candidate of [wanted, rest, suffix, 'id'].filter(Boolean)) {
    const leaf = leaves.find(({ path }) => simplifyName(path[0] ?? '') === candidate);
    if (leaf) return { field: leaf.path, isSure: true };
  }
  return key === undefined ? undefined : { field: [key], isSure: false };
}

export interface PathContext {
  /** Returns the GET list at a path, given by its shape. */
  readonly findList: (shape: string) => NamedList | undefined;
  readonly view: SchemaView;
  /** Returns the template of a placeholder that no list explains: a setting, or the observed value. */
  readonly fallBack: (placeholder: string, operation: Operation) => string;
}

const MOST_ANCESTORS = 8;

/** Resolves the placeholders of an operation's path: the last one that a list explains gives the parent, the others fall back. */
export function resolvePath(operation: Operation, context: PathContext, depth = 0): ResolvedPath {
  const placeholders = listPlaceholders(operation.path);
  for (let at = placeholders.length - 1; at >= 0 && depth < MOST_ANCESTORS; at -= 1) {
    const { name, prefix } = placeholders[at] as Placeholder;
    const list = context.findList(toShape(prefix));
    if (list === undefined || list.operation === operation) continue;
    const values = operation.placeholders?.[name];
    const byValue = values ? findByValue(list, values) : undefined;
    const found = byValue
      ? { field: byValue, isSure: true }
      : values
        ? undefined
        : findByName(list, name, context.view);
    if (found === undefined) continue;
    const above = resolvePath(list.operation, context, depth + 1);
    const taken = new Set([...RESERVED, ...above.names]);
    const as = takeName(toSingular(toName(list.name)), taken);
    const rest = placeholders.slice(at + 1).map((one) => context.fallBack(one.name, operation));
    return {
      templates: [...above.templates, `{{${as}.${found.field.join('.')}}}`, ...rest],
      parent: { list, as, ...found },
      names: [...above.names, as],
    };
  }
  return { templates: placeholders.map(({ name }) => context.fallBack(name, operation)), names: [] };
}

/** Returns the path of an operation with its placeholders replaced by templates. */
export function fillPath(path: string, templates: readonly string[]): string {
  let at = 0;
  return path.replaceAll(/\{[^}]*\}/g, () => templates[at++] ?? '');
}

/** Formats the partition source of a stream. */
export const formatPartition = ({ list, as }: NonNullable<ResolvedPath['parent']>): JsonObject => ({
  parent: list.name,
  as,
});
