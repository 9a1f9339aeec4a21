import type { Json, JsonObject } from '../../../base/json/index.ts';
import type { JinjaNode } from './jinja/ast.ts';
import { atom, type Code, quoteText, type Step, type ValueType, writePath } from './jinja/code.ts';
import { findPath } from './jinja/emit.ts';
import type { Scope } from './jinja/scope.ts';
import { mapChildren } from './jinja/template.ts';
import type { SettingsModel } from './settings/model.ts';
import { refuse } from './untranslatable.ts';

/** Position of a value in the names of the manifest. */
export interface Location {
  /** Name and the steps below it, such as ['settings', 'region']. */
  readonly path: readonly Step[];
  readonly type: ValueType;
  /** True if the value may be absent. */
  readonly isOptional: boolean;
  readonly isSecret: boolean;
}

/** Value that the original's name leads to: a position, a constant, or code that depends on how names are written. */
export type Found =
  | { readonly kind: 'location'; readonly location: Location }
  | { readonly kind: 'constant'; readonly value: Json }
  | { readonly kind: 'code'; readonly build: (root: (name: string) => string) => Code };

/** Values of a stream's slices: by field, the path below a partition value, or code. */
export type SliceFields = ReadonlyMap<string, Found>;

/** Meaning of the names in an expression at its position. */
export interface NameContext {
  readonly settings: SettingsModel;
  /** Parameters of the component. */
  readonly parameters: JsonObject;
  readonly slices: SliceFields;
  /** True if the fields of a slice are not all known, because its cursor is not translated. */
  readonly isPartial?: boolean;
  /** Names that only this position has. */
  readonly special?: Readonly<Record<string, (steps: readonly Step[]) => Found>>;
}

export const locate = (path: readonly Step[], type: ValueType = 'unknown', isOptional = true): Found => ({
  kind: 'location',
  location: { path, type, isOptional, isSecret: false },
});

export const toCode = (build: (root: (name: string) => string) => Code): Found => ({ kind: 'code', build });

function findSetting({ settings }: NameContext, steps: readonly Step[]): Found {
  const { path, type, isOptional, isSecret } = settings.find(steps);
  return { kind: 'location', location: { path: ['settings', ...path], type, isOptional, isSecret } };
}

function findParameter({ parameters }: NameContext, steps: readonly Step[]): Found {
  let value: Json | undefined = parameters;
  for (const step of steps) {
    if (typeof value !== 'object' || value === null) return { kind: 'constant', value: null };
    value = (value as Readonly<Record<string, Json>>)[String(step)];
  }
  return { kind: 'constant', value: value ?? null };
}

/** Value that does not exist. */
const ABSENT: Found = { kind: 'code', build: () => atom('$lookup({}, "")') };

/** Finds a value of the slice: by its field, or as an extra field or a value of the parent's slice. */
function findSlice({ slices, isPartial }: NameContext, steps: readonly Step[]): Found {
  const [field, ...rest] = steps.filter((step) => !['partition', '_partition', 'cursor_slice'].includes(String(step)));
  // As a whole, a slice is only tested: for being there, or for a field.
  if (field === undefined) {
    const names = [...slices.keys()].map((name) => `${quoteText(name)}: true`);
    return toCode(() => atom(`{${names.join(', ')}}`, 'dict'));
  }
  while (field === 'parent_slice' && rest[0] === 'parent_slice') rest.shift();
  const name = field === 'extra_fields' ? `extra_fields.${String(rest.shift() ?? '')}` : String(field);
  const found =
    slices.get(name) ??
    (field === 'parent_slice' ? slices.get(`parent_slice.${String(rest.shift() ?? '')}`) : undefined);
  // The original reads a field that no router and no cursor has as nothing.
  if (found === undefined) return isPartial ? refuse(`the slice has no "${name}"`) : ABSENT;
  if (rest.length === 0 || found.kind !== 'location') return found;
  return {
    kind: 'location',
    location: { ...found.location, path: [...found.location.path, ...rest], isOptional: true },
  };
}

const SHARED: Readonly<Record<string, (context: NameContext, steps: readonly Step[]) => Found>> = {
  config: findSetting,
  parameters: findParameter,
  options: findParameter,
  stream_slice: findSlice,
  stream_partition: findSlice,
  stream_interval: findSlice,
};

/** Finds what a name of the original means. */
export function findName(context: NameContext, root: string, steps: readonly Step[]): Found {
  const special = context.special && Object.hasOwn(context.special, root) ? context.special[root] : undefined;
  if (special) return special(steps);
  const shared = Object.hasOwn(SHARED, root) ? SHARED[root] : undefined;
  return shared ? shared(context, steps) : refuse(`the name "${root}" is not available`);
}

/** Writes a constant as JSONata. */
function writeConstant(value: Json): Code {
  if (value === null) return atom('null', 'null');
  if (typeof value === 'string') return atom(quoteText(value), 'string');
  if (typeof value === 'number' || typeof value === 'boolean')
    return atom(String(value), typeof value === 'number' ? 'number' : 'boolean');
  return atom(JSON.stringify(value), Array.isArray(value) ? 'list' : 'dict');
}

/** Form of names in an expression: members of its input, or variables. */
export type NameStyle = 'input' | 'variable' | 'derive';

const ROOTS: Readonly<Record<NameStyle, (name: string) => string>> = {
  input: (name) => writePath('', [name]),
  variable: (name) => `$${name}`,
  derive: (name) => (name === 'settings' ? '' : refuse(`"${name}" is not available in a setting`)),
};

/** Returns the scope of JSONata expressions. Secrets are refused. */
export function createScope(context: NameContext, style: NameStyle): Scope {
  const root = ROOTS[style];
  return {
    resolve: (name, steps) => {
      const found = findName(context, name, steps);
      if (found.kind === 'constant') return writeConstant(found.value);
      if (found.kind === 'code') return found.build(root);
      const { path, type, isSecret } = found.location;
      if (isSecret) refuse(`the secret "${path.slice(1).join('.')}" is used in an expression`);
      return atom(writePath(root(String(path[0])), path.slice(1)), type);
    },
  };
}

/** Returns true if an expression reads a secret. */
export function readsSecret(node: JinjaNode, context: NameContext): boolean {
  let isFound = false;
  const visit = (one: JinjaNode): JinjaNode => {
    const path = findPath(one);
    if (path?.root !== 'config') return mapChildren(one, visit);
    isFound ||= path.steps.length > 0 && context.settings.find(path.steps).isSecret;
    return one;
  };
  visit(node);
  return isFound;
}
