import type { Ast, NodeOf, Stage } from '../ast.ts';
import { type Code, js, numberLiteral } from '../code.ts';
import { bindValue, containsNode, type EmitScope, type EmittedValue } from '../emit-scope.ts';
import { PAYLOAD } from '../kinds.ts';
import { emitFilter } from './carry.ts';
import { emitKey } from './names.ts';

/** Name with one predicate. */
export type NarrowStep = NodeOf<'name'> & { readonly stages: readonly [Stage] };

const isName = (step: Ast): step is NodeOf<'name'> =>
  step.type === 'name' && !step.predicate && !step.group && !step.keepArray;

// Code that is duplicated for lists and other values must not grow with nested predicates.
const isFlat = ({ expr }: Stage) =>
  !containsNode(expr, ({ stages, type }) => stages !== undefined || type === 'lambda');

/** Returns true if a step over this value can be inlined: it is from a payload, without sequences and tuples. */
export const isNarrow = (step: Ast, list: EmittedValue, scope: EmitScope): step is NarrowStep => {
  const [stage, ...more] = step.stages ?? [];
  if (!isName(step) || stage?.type !== 'filter' || more.length > 0) return false;
  return list.pure === true && scope.unit.tupleNames.size === 0 && isFlat(stage);
};

const emitItem = ({ code }: EmittedValue, position: number): Code => {
  const single = position === 0 || position === -1 ? code : js`undefined`;
  const found =
    position < 0 ? js`${code}[${code}.length - ${numberLiteral(-position)}]` : js`${code}[${numberLiteral(position)}]`;
  return js`isList(${code}) ? ${found} : ${single}`;
};

/** Emits the step over a payload value that is not a list. A selected list stays complete, as after a last step. */
export const emitNarrow = (step: NarrowStep, list: EmittedValue, scope: EmitScope): EmittedValue => {
  const [{ expr, ...stage }] = step.stages;
  const value = emitKey(list, step.value, scope);
  if (expr.type === 'number')
    return { ...bindValue(scope, emitItem(value, Math.floor(expr.value)), PAYLOAD), pure: true };
  return emitFilter(value, { ...stage, expr }, { ...scope, bindable: false });
};
