import jsonata from 'jsonata';
import type { Signature } from './ast.ts';

/** Built-in as jsonata stores it: its implementation and the signature that checks its arguments. */
interface JsonataFunction {
  readonly _jsonata_function: true;
  readonly implementation: (this: unknown, ...args: never[]) => unknown;
  readonly signature: Signature;
}

/** Names of the built-in functions of jsonata 2.2.2; a test compares them with the installed version. */
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

// jsonata does not export its functions, but an expression that consists of a name returns the function itself.
const load = async () => {
  const entries = BUILTIN_NAMES.map(async (name) => [name, await jsonata(`$${name}`).evaluate(undefined)] as const);
  return asTable(Object.fromEntries(await Promise.all(entries)));
};

/** Built-in functions of the installed jsonata, by name. */
export const BUILTINS = await load();

/** Returns true if jsonata has a built-in of this name. */
export const isBuiltin = (name: string): name is BuiltinName => Object.hasOwn(BUILTINS, name);
