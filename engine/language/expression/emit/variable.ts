import { type Code, js, quoteText } from '../code.ts';
import { bindValue, type EmitScope, type EmittedValue, type Frame, type LocalVariable } from '../emit-scope.ts';
import { ANY } from '../kinds.ts';

interface Step {
  readonly test: Code;
  readonly value: Code;
}

const isTuple = (frame: Frame) => frame.kind === 'tuple';

const createTupleStep = (code: Code, name: string): Step => ({
  test: js`(${code} !== undefined && tupleHas(${code}, ${quoteText(name)}))`,
  value: js`${code}[${quoteText(name)}]`,
});

const createBlockStep = (local: LocalVariable): Step => ({ test: js`${local.code} !== UNSET`, value: local.code });

/** Frames that may bind a name, innermost first, and its certain value if none of them does. */
const findVariable = (name: string, scope: EmitScope): { readonly steps: Step[]; readonly end: Code | undefined } => {
  const steps: Step[] = [];
  for (let frame = scope.frame; frame; frame = frame.outer) {
    if (isTuple(frame)) {
      if (scope.unit.tupleNames.has(name)) steps.push(createTupleStep((frame as { code: Code }).code, name));
      continue;
    }
    const local = (frame as { names: Map<string, LocalVariable> }).names.get(name);
    if (local?.bound) return { steps, end: local.code };
    if (local) steps.push(createBlockStep(local));
  }
  return { steps, end: undefined };
};

/** Returns true if a frame of the expression itself may bind the name. */
export const isLocal = (name: string, scope: EmitScope): boolean => {
  const { steps, end } = findVariable(name, scope);
  return steps.length > 0 || end !== undefined;
};

/** Emits a variable of the expression, or the outer value if no frame has bound it. */
export const emitLocal = (name: string, scope: EmitScope, outside: () => EmittedValue): EmittedValue => {
  const { steps, end } = findVariable(name, scope);
  if (steps.length === 0) return end === undefined ? outside() : { code: end, kinds: ANY };
  const last = end ?? outside().code;
  const code = steps.reduceRight<Code>((otherwise, { test, value }) => js`${test} ? ${value} : ${otherwise}`, last);
  return bindValue(scope, code, ANY);
};
