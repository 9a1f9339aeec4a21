import type { BuiltinName } from '../builtins.ts';
import { js, quote } from '../code.ts';
import { KIND, PAYLOAD } from '../kinds.ts';
import { fresh, notCompiled, type Scope, type Value } from '../scope.ts';
import { isPlainKey } from './names.ts';

/** A built-in function; the caller's variables are looked at once, at the top, for one of the same name. */
export const builtinValue = (name: BuiltinName, scope: Scope): Value => {
  if (name === 'eval') return notCompiled('$eval');
  scope.unit.builtins.add(name);
  return { code: js`builtins[${quote(name)}]`, kinds: KIND.function };
};

/** A variable of the caller, read once at the top. */
export const globalValue = (name: string, scope: Scope): Value => {
  const key = JSON.stringify(['$', name]);
  const known = scope.unit.hoisted.get(key);
  if (known) return known;
  const code = fresh(scope.unit);
  const read = isPlainKey(name) ? js`bindings[${quote(name)}]` : js`own(bindings, ${quote(name)})`;
  scope.unit.prelude.push(js`const ${code} = ${read};`);
  const value = { code, kinds: PAYLOAD, pure: true };
  scope.unit.hoisted.set(key, value);
  scope.unit.shared.add(code);
  return value;
};
