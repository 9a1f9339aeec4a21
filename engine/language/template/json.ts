import type { Json } from '../../base/json/types.ts';
import { isSecret } from '../../base/secret/index.ts';
import { parse } from './parse.ts';
import { nameUnknown, type RenderOptions, refused, type Scope, scalarText } from './scope.ts';
import { compileTemplate } from './template.ts';

/** A JSON document whose texts are templates. */
export interface JsonTemplate {
  readonly names: readonly (readonly string[])[];
  /** Throws TEMPLATE_NAME_UNKNOWN, TEMPLATE_VALUE_REFUSED. */
  render(scope: Scope, options?: RenderOptions): Json;
}

type Leaf = JsonTemplate;

const constant = (value: Json): Leaf => ({ names: [], render: () => value });

/** `value` as JSON when it is that through and through; undefined where it is not, or holds a secret. */
const jsonOf = (value: unknown): Json | undefined => {
  if (value === null) return null;
  if (typeof value !== 'object')
    return typeof value === 'number' || typeof value === 'boolean' ? value : scalarText(value);
  if (isSecret(value)) return undefined;
  return Object.values(value).every((member) => jsonOf(member) !== undefined) ? (value as Json) : undefined;
};

/** A text that is one `{{…}}` and nothing else keeps the type of its value. */
const text = (source: string): Leaf => {
  const [only, ...more] = parse(source);
  if (typeof only !== 'object' || more.length > 0) return compileTemplate(source, 'json');
  const render = (scope: Scope, options: RenderOptions = {}) => {
    const value = only.evaluate(scope, options);
    if (value === undefined) throw nameUnknown(only.name);
    const json = jsonOf(value);
    if (json === undefined) throw refused(only.name, 'JSON body', 'it is not JSON, or holds a secret');
    return json;
  };
  return { names: only.names, render };
};

const list = (values: readonly unknown[]): Leaf => {
  const members = values.map(compileJson);
  const names = members.flatMap((member) => member.names);
  return { names, render: (scope, options) => members.map((member) => member.render(scope, options)) };
};

const object = (value: object): Leaf => {
  const members = Object.entries(value).map(([key, member]) => ({ key, member: compileJson(member) }));
  const names = members.flatMap(({ member }) => member.names);
  // fromEntries defines members, so a key "__proto__" stays a key.
  const render = (scope: Scope, options?: RenderOptions) =>
    Object.fromEntries(members.map(({ key, member }) => [key, member.render(scope, options)]));
  return { names, render };
};

/** Compiles a JSON value whose texts are templates (keys are not). Throws TEMPLATE_SYNTAX. */
export const compileJson = (value: unknown): JsonTemplate => {
  if (typeof value === 'string') return text(value);
  if (Array.isArray(value)) return list(value);
  return typeof value === 'object' && value !== null ? object(value) : constant(value as Json);
};
