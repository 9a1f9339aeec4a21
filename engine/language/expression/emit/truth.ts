import { type Code, js } from '../code.ts';
import { KIND, only } from '../kinds.ts';
import { hold, type Scope, type Value } from '../scope.ts';

/** Code that is true or false as jsonata takes a value for true. */
export const truthOf = (value: Value, scope: Scope): Code => {
  const { code, kinds } = value;
  if (only(kinds, KIND.boolean)) return code;
  if (only(kinds, KIND.boolean | KIND.nothing)) return js`${code} === true`;
  if (only(kinds, KIND.text | KIND.nothing)) return js`(${code} !== undefined && ${code} !== '')`;
  return hold(scope, js`typeof ${code} === 'string' ? ${code} !== '' : truth(${code})`, KIND.boolean).code;
};
