import jsonata from 'jsonata';
import type { Signature } from './ast.ts';

/** A built-in as jsonata itself holds it: its implementation and the signature that checks its arguments. */
interface JsonataFunction {
  readonly _jsonata_function: true;
  readonly implementation: (this: unknown, ...args: never[]) => unknown;
  readonly signature: Signature;
}

/** The names of jsonata 2.2.2's built-in functions; a test compares them with the installed version. */
export const BUILTIN_NAMES = [
  ...['abs', 'append', 'assert', 'average', 'base64decode', 'base64encode', 'boolean', 'ceil', 'clone', 'contains'],
  ...['count', 'decodeUrl', 'decodeUrlComponent', 'distinct', 'each', 'encodeUrl', 'encodeUrlComponent', 'error'],
  ...['eval', 'exists', 'filter', 'floor', 'formatBase', 'formatInteger', 'formatNumber', 'fromMillis', 'join', 'keys'],
  ...['length', 'lookup', 'lowercase', 'map', 'match', 'max', 'merge', 'millis', 'min', 'not', 'now', 'number', 'pad'],
  ...['parseInteger', 'power', 'random', 'reduce', 'replace', 'reverse', 'round', 'shuffle', 'sift', 'single', 'sort'],
  ...['split', 'spread', 'sqrt', 'string', 'substring', 'substringAfter', 'substringBefore', 'sum', 'toMillis', 'trim'],
  ...['type', 'uppercase', 'zip'],
] as const;

export type BuiltinName = (typeof BUILTIN_NAMES)[number];

const asTable = (value: unknown) => value as Readonly<Record<BuiltinName, JsonataFunction>>;

// jsonata does not export its functions, but an expression that is only a name gives the function itself.
const load = async () => {
  const entries = BUILTIN_NAMES.map(async (name) => [name, await jsonata(`$${name}`).evaluate(undefined)] as const);
  return asTable(Object.fromEntries(await Promise.all(entries)));
};

/** The installed jsonata's own built-in functions, by name. */
export const BUILTINS = await load();

/** Whether jsonata has a built-in of this name. */
export const isBuiltin = (name: string): name is BuiltinName => Object.hasOwn(BUILTINS, name);
