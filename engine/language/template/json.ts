import type { Json } from '../../base/json/types.ts';
import { isSecret } from '../../base/secret/index.ts';
import { parseTemplate } from './parse.ts';
import { compileTemplate } from './template.ts';
import {
  createRefusedError,
  createUnknownNameError,
  formatScalar,
  type RenderOptions,
  type TemplateScope,
} from './template-scope.ts';

/** JSON document whose strings are templates. */
export interface JsonTemplate {
  readonly names: readonly (readonly string[])[];
  /** Throws TEMPLATE_NAME_UNKNOWN, TEMPLATE_VALUE_REFUSED. */
  render(scope: TemplateScope, options?: RenderOptions): Json;
}

type Leaf = JsonTemplate;

const constantLeaf = (value: Json): Leaf => ({ names: [], render: () => value });

/** Returns `value` if it is JSON throughout and contains no secret, else undefined. */
const toJsonOrNothing = (value: unknown): Json | undefined => {
  if (value === null) return null;
  if (typeof value !== 'object')
    return typeof value === 'number' || typeof value === 'boolean' ? value : formatScalar(value);
  if (isSecret(value)) return undefined;
  return Object.values(value).every((member) => toJsonOrNothing(member) !== undefined) ? (value as Json) : undefined;
};

/** Compiles a template that is a single `{{…}}` and keeps the type of its value; undefined for any other template. */
export const compileSingle = (source: string): (JsonTemplate & { readonly name: string }) | undefined => {
  const [only, ...more] = parseTemplate(source);
  if (typeof only !== 'object' || more.length > 0) return undefined;
  const render = (scope: TemplateScope, options: RenderOptions = {}) => {
    const value = only.evaluate(scope, options);
    if (value === undefined) throw createUnknownNameError(only.name);
    const json = toJsonOrNothing(value);
    if (json === undefined) throw createRefusedError(only.name, 'JSON body', 'it is not JSON, or contains a secret');
    return json;
  };
  return { name: only.name, names: only.names, render };
};

const compileText = (source: string): Leaf => compileSingle(source) ?? compileTemplate(source, 'json');

const compileList = (values: readonly unknown[]): Leaf => {
  const members = values.map(compileJson);
  const names = members.flatMap((member) => member.names);
  return { names, render: (scope, options) => members.map((member) => member.render(scope, options)) };
};

const compileObject = (value: object): Leaf => {
  const members = Object.entries(value).map(([key, member]) => ({ key, member: compileJson(member) }));
  const names = members.flatMap(({ member }) => member.names);
  // fromEntries defines members, so a key "__proto__" stays an ordinary key.
  const render = (scope: TemplateScope, options?: RenderOptions) =>
    Object.fromEntries(members.map(({ key, member }) => [key, member.render(scope, options)]));
  return { names, render };
};

/** Compiles a JSON value whose strings (not keys) are templates. Throws TEMPLATE_SYNTAX. */
export const compileJson = (value: unknown): JsonTemplate => {
  if (typeof value === 'string') return compileText(value);
  if (Array.isArray(value)) return compileList(value);
  return typeof value === 'object' && value !== null ? compileObject(value) : constantLeaf(value as Json);
};
