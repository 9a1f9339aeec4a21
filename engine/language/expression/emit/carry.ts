import type { Ast, Group, Stage } from '../ast.ts';
import { type Code, joinCode, js, numberLiteral } from '../code.ts';
import { addLines, bindValue, createName, type EmitScope, type EmittedValue, emit } from '../emit-scope.ts';
import { ANY, canBe, isOnly, KIND, PAYLOAD } from '../kinds.ts';

/** Emits an arrow function of an item (and, for tuples, of its source tuple); returns its name and result. */
export const emitClosure = (
  scope: EmitScope,
  body: (inner: EmitScope) => EmittedValue,
  options: ClosureOptions = {},
): EmittedValue => {
  const { unit } = scope;
  const [name, item, tuple] = [createName(unit, 'f'), createName(unit), createName(unit)];
  const { pure = false, tuples = false } = options;
  const inner: EmitScope = {
    ...scope,
    lines: [],
    bindable: false,
    context: { code: item, kinds: pure ? PAYLOAD : ANY, pure },
    frame: tuples ? { kind: 'tuple', outer: scope.frame, code: tuple } : scope.frame,
  };
  const value = body(inner);
  const parameters = tuples ? js`${item}, ${tuple}` : item;
  addLines(scope, js`const ${name} = (${parameters}) => {`, ...inner.lines, js`return ${value.code}; };`);
  return { code: name, kinds: value.kinds };
};

interface ClosureOptions {
  readonly pure?: boolean;
  readonly tuples?: boolean;
}

/** Emits the last operation of a node: unwraps a sequence of one value, unless the node is marked with `[]`. */
export const emitNormalize = (value: EmittedValue, keep: boolean | undefined, scope: EmitScope): EmittedValue => {
  if (!canBe(value.kinds, KIND.sequence)) return value;
  const { code } = value;
  const made = keep
    ? js`normKeep(${code})`
    : js`typeof ${code} === 'object' && ${code} !== null ? norm(${code}) : ${code}`;
  return value.pure ? { ...bindValue(scope, made, PAYLOAD), pure: true } : bindValue(scope, made, ANY);
};

const FLAGS = KIND.boolean | KIND.nothing;

/** Emits `[predicate]` on a value. */
export const emitFilter = (value: EmittedValue, stage: Stage, scope: EmitScope): EmittedValue => {
  const { expr } = stage;
  const kinds = KIND.list | KIND.sequence;
  if (expr.type === 'number') {
    return {
      ...bindValue(scope, js`at(${value.code}, ${numberLiteral(Math.floor(expr.value))})`, kinds),
      pure: value.pure === true,
    };
  }
  if (scope.unit.tupleNames.size > 0) {
    const predicate = emitClosure(scope, (inner) => emit(expr, inner), { tuples: true });
    return bindValue(scope, js`filterTuples(${value.code}, ${predicate.code})`, kinds);
  }
  const predicate = emitClosure(scope, (inner) => emit(expr, inner), { pure: value.pure === true });
  const filter: Code = isOnly(predicate.kinds, FLAGS) ? js`filterTrue` : js`filter`;
  return { ...bindValue(scope, js`${filter}(${value.code}, ${predicate.code})`, kinds), pure: value.pure === true };
};

/** Emits the pairs of a group-by clause for the runtime's `group`. */
export const emitPairs = (pairs: Group['lhs'], scope: EmitScope, tuples: boolean): Code => {
  const parts = pairs.map(([key, value]) => {
    const of = (part: Ast) => emitClosure(scope, (inner) => emit(part, inner), { tuples }).code;
    return js`{ key: ${of(key)}, value: ${of(value)} }`;
  });
  return js`[${joinCode(parts, ', ')}]`;
};

/** Emits `{…}` after a value. */
export const emitGroup = (value: EmittedValue, group: Group, scope: EmitScope, tuples = false): EmittedValue => {
  const pairs = emitPairs(group.lhs, scope, tuples);
  return bindValue(scope, js`group(${value.code}, ${pairs})`, KIND.object);
};
