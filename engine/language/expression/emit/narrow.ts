import type { Ast, NodeOf, Stage } from '../ast.ts';
import { type Code, js, numberLiteral } from '../code.ts';
import { bindValue, containsNode, type EmitScope, type EmittedValue } from '../emit-scope.ts';
import { PAYLOAD } from '../kinds.ts';
import { emitFilter } from './carry.ts';
import { emitKey } from './names.ts';

/** A name with one predicate. */
export type NarrowStep = NodeOf<'name'> & { readonly stages: readonly [Stage] };

const isName = (step: Ast): step is NodeOf<'name'> =>
  step.type === 'name' && !step.predicate && !step.group && !step.keepArray;

// What is written twice, for lists and for all else, must not grow with every predicate in a predicate.
const isFlat = ({ expr }: Stage) =>
  !containsNode(expr, ({ stages, type }) => stages !== undefined || type === 'lambda');

/** Whether a step over this value can be written out: of a payload, it gives no sequences, and nothing is carried along. */
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

/** The step over a value of a payload that is no list. A list that it picks is left whole, as the last step leaves it. */
export const emitNarrow = (step: NarrowStep, list: EmittedValue, scope: EmitScope): EmittedValue => {
  const [{ expr, ...stage }] = step.stages;
  const value = emitKey(list, step.value, scope);
  if (expr.type === 'number')
    return { ...bindValue(scope, emitItem(value, Math.floor(expr.value)), PAYLOAD), pure: true };
  return emitFilter(value, { ...stage, expr }, { ...scope, bindable: false });
};
