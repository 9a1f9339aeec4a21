import { type Code, js } from '../code.ts';
import type { EmittedValue } from '../emit-scope.ts';
import { canBe, isOnly, KIND, type Kinds } from '../kinds.ts';

/** Parameter of a signature such as `<s-(sf)n?:s>`. */
interface Parameter {
  readonly type: string;
  readonly of: string | undefined;
  readonly optional: boolean;
}

/** Parses the parameters of a signature; a repeatable one counts once. */
export const parseSignatureParameters = (definition: string): readonly Parameter[] => {
  // The last colon: the signature of a function parameter, in angle brackets, also has one.
  const inputs = definition.slice(1, definition.lastIndexOf(':'));
  const found = inputs.matchAll(/(\([a-z]+\)|[a-z])(?:<([^>]*)>)?([-?+]?)/g);
  return [...found].map(([, type = '', of, mark]) => ({
    type: mark === '+' ? `${type}+` : type,
    of,
    optional: mark === '?',
  }));
};

/** Emits a type test; undefined if the value's kinds decide it. */
type Guard = (code: Code, kinds: Kinds) => Code | undefined;

const createGuard =
  (kind: Kinds, test: (code: Code) => Code): Guard =>
  (code, kinds) => {
    if (isOnly(kinds, kind | KIND.nothing)) return undefined;
    return canBe(kinds, KIND.nothing) ? js`(${test(code)} || ${code} === undefined)` : test(code);
  };

const isText = (code: Code) => js`typeof ${code} === 'string'`;
const isNumber = (code: Code) => js`typeof ${code} === 'number'`;
const isBoolean = (code: Code) => js`typeof ${code} === 'boolean'`;
const isFunction = (code: Code) => js`typeof ${code} === 'function'`;
const noGuard: Guard = () => js`false`;

const GUARDS: Readonly<Record<string, Guard>> = {
  s: createGuard(KIND.text, isText),
  n: createGuard(KIND.number, isNumber),
  b: createGuard(KIND.boolean, isBoolean),
  o: createGuard(KIND.object, (code) => js`isObject(${code})`),
  f: (code, kinds) => (isOnly(kinds, KIND.function) ? undefined : isFunction(code)),
  x: () => undefined,
  j: (code, kinds) => (canBe(kinds, KIND.function) ? js`typeof ${code} !== 'function'` : undefined),
  a: createGuard(KIND.list, (code) => js`isList(${code})`),
  'a<s>': createGuard(0, (code) => js`isTexts(${code})`),
  'a<n>': createGuard(0, (code) => js`isNumbers(${code})`),
  'a<o>': createGuard(0, (code) => js`isObjects(${code})`),
  '(sf)': createGuard(KIND.text | KIND.function, (code) => js`(${isText(code)} || ${isFunction(code)})`),
  '(nsb)': createGuard(
    KIND.text | KIND.number | KIND.boolean,
    (code) => js`(${isText(code)} || ${isNumber(code)} || ${isBoolean(code)})`,
  ),
};

const findGuard = ({ type, of }: Parameter): Guard => {
  const name = type === 'a' && of !== undefined ? `a<${of}>` : type;
  return (Object.hasOwn(GUARDS, name) ? GUARDS[name] : undefined) ?? noGuard;
};

/**
 * Emits one test per parameter under which the arguments pass a signature unchanged. Undefined if their number alone
 * makes the interpreter use its context, or fail.
 */
export const emitGuards = (definition: string, args: readonly EmittedValue[]): readonly Code[] | undefined => {
  const parameters = parseSignatureParameters(definition);
  const required = parameters.filter(({ optional }) => !optional).length;
  if (args.length < required || args.length > parameters.length) return undefined;
  return args.flatMap(({ code, kinds }, at) => {
    const parameter = parameters[at];
    const test = parameter ? findGuard(parameter)(code, kinds) : js`false`;
    return test === undefined ? [] : [test];
  });
};
