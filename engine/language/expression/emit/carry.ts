import type { Ast, Group, Stage } from '../ast.ts';
import { type Code, join, js, numeral } from '../code.ts';
import { ANY, can, KIND, only, PAYLOAD } from '../kinds.ts';
import { add, emit, fresh, hold, type Scope, type Value } from '../scope.ts';

/** Emits an arrow function of an item (and, for tuples, of the tuple that it comes from); gives its name and what it returns. */
export const closure = (scope: Scope, body: (inner: Scope) => Value, options: ClosureOptions = {}): Value => {
  const { unit } = scope;
  const [name, item, tuple] = [fresh(unit, 'f'), fresh(unit), fresh(unit)];
  const { pure = false, tuples = false } = options;
  const inner: Scope = {
    ...scope,
    lines: [],
    bindable: false,
    context: { code: item, kinds: pure ? PAYLOAD : ANY, pure },
    frame: tuples ? { kind: 'tuple', outer: scope.frame, code: tuple } : scope.frame,
  };
  const value = body(inner);
  const parameters = tuples ? js`${item}, ${tuple}` : item;
  add(scope, js`const ${name} = (${parameters}) => {`, ...inner.lines, js`return ${value.code}; };`);
  return { code: name, kinds: value.kinds };
};

interface ClosureOptions {
  readonly pure?: boolean;
  readonly tuples?: boolean;
}

/** What a node does last: a sequence of one value becomes that value, unless the node is marked with `[]`. */
export const normalized = (value: Value, keep: boolean | undefined, scope: Scope): Value => {
  if (!can(value.kinds, KIND.sequence)) return value;
  const { code } = value;
  const made = keep
    ? js`normKeep(${code})`
    : js`typeof ${code} === 'object' && ${code} !== null ? norm(${code}) : ${code}`;
  return value.pure ? { ...hold(scope, made, PAYLOAD), pure: true } : hold(scope, made, ANY);
};

const FLAGS = KIND.boolean | KIND.nothing;

/** `[predicate]` on a value. */
export const filtered = (value: Value, stage: Stage, scope: Scope): Value => {
  const { expr } = stage;
  const kinds = KIND.list | KIND.sequence;
  if (expr.type === 'number') {
    return {
      ...hold(scope, js`at(${value.code}, ${numeral(Math.floor(expr.value))})`, kinds),
      pure: value.pure === true,
    };
  }
  if (scope.unit.tupleNames.size > 0) {
    const predicate = closure(scope, (inner) => emit(expr, inner), { tuples: true });
    return hold(scope, js`filterTuples(${value.code}, ${predicate.code})`, kinds);
  }
  const predicate = closure(scope, (inner) => emit(expr, inner), { pure: value.pure === true });
  const filter: Code = only(predicate.kinds, FLAGS) ? js`filterTrue` : js`filter`;
  return { ...hold(scope, js`${filter}(${value.code}, ${predicate.code})`, kinds), pure: value.pure === true };
};

/** The pairs of a group-by clause as the run-time's `group` takes them. */
export const pairsOf = (pairs: Group['lhs'], scope: Scope, tuples: boolean): Code => {
  const parts = pairs.map(([key, value]) => {
    const of = (part: Ast) => closure(scope, (inner) => emit(part, inner), { tuples }).code;
    return js`{ key: ${of(key)}, value: ${of(value)} }`;
  });
  return js`[${join(parts, ', ')}]`;
};

/** `{…}` after a value. */
export const grouped = (value: Value, group: Group, scope: Scope, tuples = false): Value => {
  const pairs = pairsOf(group.lhs, scope, tuples);
  return hold(scope, js`group(${value.code}, ${pairs})`, KIND.object);
};
