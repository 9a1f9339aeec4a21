import type { BuiltinName } from '../builtins.ts';
import { js, quoteText } from '../code.ts';
import { createName, type EmitScope, type EmittedValue, failCompilation } from '../emit-scope.ts';
import { KIND, PAYLOAD } from '../kinds.ts';
import { isPlainKey } from './names.ts';

/** Emits a built-in function; a variable of the caller with the same name is looked up once, at the top. */
export const emitBuiltinValue = (name: BuiltinName, scope: EmitScope): EmittedValue => {
  if (name === 'eval') return failCompilation('$eval');
  scope.unit.builtins.add(name);
  return { code: js`builtins[${quoteText(name)}]`, kinds: KIND.function };
};

/** Emits a variable of the caller, read once at the top. */
export const emitGlobal = (name: string, scope: EmitScope): EmittedValue => {
  const key = JSON.stringify(['$', name]);
  const known = scope.unit.hoisted.get(key);
  if (known) return known;
  const code = createName(scope.unit);
  const read = isPlainKey(name) ? js`bindings[${quoteText(name)}]` : js`own(bindings, ${quoteText(name)})`;
  scope.unit.prelude.push(js`const ${code} = ${read};`);
  const value = { code, kinds: PAYLOAD, pure: true };
  scope.unit.hoisted.set(key, value);
  scope.unit.shared.add(code);
  return value;
};
