import { type Code, js } from '../code.ts';
import { bindValue, type EmitScope, type EmittedValue } from '../emit-scope.ts';
import { isOnly, KIND } from '../kinds.ts';

/** Emits the truth of a value in the sense of jsonata. */
export const emitTruthTest = (value: EmittedValue, scope: EmitScope): Code => {
  const { code, kinds } = value;
  if (isOnly(kinds, KIND.boolean)) return code;
  if (isOnly(kinds, KIND.boolean | KIND.nothing)) return js`${code} === true`;
  if (isOnly(kinds, KIND.text | KIND.nothing)) return js`(${code} !== undefined && ${code} !== '')`;
  return bindValue(scope, js`typeof ${code} === 'string' ? ${code} !== '' : truth(${code})`, KIND.boolean).code;
};
