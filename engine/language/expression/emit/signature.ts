import { type Code, js } from '../code.ts';
import { can, KIND, type Kinds, only } from '../kinds.ts';
import type { Value } from '../scope.ts';

/** One parameter of a signature such as `<s-(sf)n?:s>`. */
interface Parameter {
  readonly type: string;
  readonly of: string | undefined;
  readonly optional: boolean;
}

/** The parameters of a signature; one that may be repeated counts once. */
export const parametersOf = (definition: string): readonly Parameter[] => {
  // The last colon: a function's own signature, in angle brackets, has one, too.
  const inputs = definition.slice(1, definition.lastIndexOf(':'));
  const found = inputs.matchAll(/(\([a-z]+\)|[a-z])(?:<([^>]*)>)?([-?+]?)/g);
  return [...found].map(([, type = '', of, mark]) => ({
    type: mark === '+' ? `${type}+` : type,
    of,
    optional: mark === '?',
  }));
};

/** Code that tests a value for a type; undefined where its kinds settle it. */
type Guard = (code: Code, kinds: Kinds) => Code | undefined;

const simple =
  (kind: Kinds, test: (code: Code) => Code): Guard =>
  (code, kinds) => {
    if (only(kinds, kind | KIND.nothing)) return undefined;
    return can(kinds, KIND.nothing) ? js`(${test(code)} || ${code} === undefined)` : test(code);
  };

const isText = (code: Code) => js`typeof ${code} === 'string'`;
const isNumber = (code: Code) => js`typeof ${code} === 'number'`;
const isBoolean = (code: Code) => js`typeof ${code} === 'boolean'`;
const isFunction = (code: Code) => js`typeof ${code} === 'function'`;
const never: Guard = () => js`false`;

const GUARDS: Readonly<Record<string, Guard>> = {
  s: simple(KIND.text, isText),
  n: simple(KIND.number, isNumber),
  b: simple(KIND.boolean, isBoolean),
  o: simple(KIND.object, (code) => js`isObject(${code})`),
  f: (code, kinds) => (only(kinds, KIND.function) ? undefined : isFunction(code)),
  x: () => undefined,
  j: (code, kinds) => (can(kinds, KIND.function) ? js`typeof ${code} !== 'function'` : undefined),
  a: simple(KIND.list, (code) => js`isList(${code})`),
  'a<s>': simple(0, (code) => js`isTexts(${code})`),
  'a<n>': simple(0, (code) => js`isNumbers(${code})`),
  'a<o>': simple(0, (code) => js`isObjects(${code})`),
  '(sf)': simple(KIND.text | KIND.function, (code) => js`(${isText(code)} || ${isFunction(code)})`),
  '(nsb)': simple(
    KIND.text | KIND.number | KIND.boolean,
    (code) => js`(${isText(code)} || ${isNumber(code)} || ${isBoolean(code)})`,
  ),
};

const guardOf = ({ type, of }: Parameter): Guard => {
  const name = type === 'a' && of !== undefined ? `a<${of}>` : type;
  return (Object.hasOwn(GUARDS, name) ? GUARDS[name] : undefined) ?? never;
};

/**
 * Tests under which the arguments pass a signature unchanged, one for each parameter. Undefined where their number
 * alone makes stock look at its context, or fail.
 */
export const guardsOf = (definition: string, args: readonly Value[]): readonly Code[] | undefined => {
  const parameters = parametersOf(definition);
  const required = parameters.filter(({ optional }) => !optional).length;
  if (args.length < required || args.length > parameters.length) return undefined;
  return args.flatMap(({ code, kinds }, at) => {
    const parameter = parameters[at];
    const test = parameter ? guardOf(parameter)(code, kinds) : js`false`;
    return test === undefined ? [] : [test];
  });
};
