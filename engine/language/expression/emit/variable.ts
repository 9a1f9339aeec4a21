import { type Code, js, quote } from '../code.ts';
import { ANY } from '../kinds.ts';
import { type Frame, hold, type Local, type Scope, type Value } from '../scope.ts';

interface Step {
  readonly test: Code;
  readonly value: Code;
}

const isTuple = (frame: Frame) => frame.kind === 'tuple';

const tupleStep = (code: Code, name: string): Step => ({
  test: js`(${code} !== undefined && tupleHas(${code}, ${quote(name)}))`,
  value: js`${code}[${quote(name)}]`,
});

const blockStep = (local: Local): Step => ({ test: js`${local.code} !== UNSET`, value: local.code });

/** Where a name may be found, from the innermost frame on, and the value it has for certain if no other has it. */
const search = (name: string, scope: Scope): { readonly steps: Step[]; readonly end: Code | undefined } => {
  const steps: Step[] = [];
  for (let frame = scope.frame; frame; frame = frame.outer) {
    if (isTuple(frame)) {
      if (scope.unit.tupleNames.has(name)) steps.push(tupleStep((frame as { code: Code }).code, name));
      continue;
    }
    const local = (frame as { names: Map<string, Local> }).names.get(name);
    if (local?.bound) return { steps, end: local.code };
    if (local) steps.push(blockStep(local));
  }
  return { steps, end: undefined };
};

/** Whether some frame of the expression itself may bind the name. */
export const isLocal = (name: string, scope: Scope): boolean => {
  const { steps, end } = search(name, scope);
  return steps.length > 0 || end !== undefined;
};

/** A variable of the expression, or, where none of its frames has bound it, what lies outside. */
export const localValue = (name: string, scope: Scope, outside: () => Value): Value => {
  const { steps, end } = search(name, scope);
  if (steps.length === 0) return end === undefined ? outside() : { code: end, kinds: ANY };
  const last = end ?? outside().code;
  const code = steps.reduceRight<Code>((otherwise, { test, value }) => js`${test} ? ${value} : ${otherwise}`, last);
  return hold(scope, code, ANY);
};
