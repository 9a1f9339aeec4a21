import {
  type Bindings,
  type EvaluationOptions,
  SYSTEM_CLOCK,
  type TraceEvaluation,
  traceExpression,
} from '../../language/expression/index.ts';
import { compileMap } from './compile.ts';
import { planFields } from './plan.ts';
import { findPointers } from './pointer.ts';
import type { MapOutcome, MapSpec } from './spec.ts';

/** Outcome with the item values that each field was computed from. */
interface TracedOutcome {
  readonly outcome: MapOutcome;
  /** RFC 6901 pointers into the item, by dotted target. */
  readonly reads: Readonly<Record<string, readonly string[]>>;
}

/** Map that also reports the source of each field. Slower than `compileMap`, with the same outcome. */
export type TracedMap = (item: unknown, scope: Bindings) => Promise<TracedOutcome>;

interface Tracer {
  readonly target: string;
  readonly paths: readonly (readonly string[])[];
  readonly trace: TraceEvaluation;
}

/** Finds the values that an expression reads; for interpreted expressions, the values that it may read. */
const findReads = ({ paths, trace }: Tracer, item: unknown, scope: Bindings): readonly string[] =>
  trace(item, scope)?.reads ?? findPointers(paths, item);

/** Compiles a map that traces field lineage. Throws the errors of `compileMap`. */
export const traceMap = (spec: MapSpec, surroundings: EvaluationOptions = {}): TracedMap => {
  const clock = surroundings.clock ?? SYSTEM_CLOCK;
  const compiled = compileMap(spec, surroundings);
  const tracers = planFields(spec).map(({ target, source, paths }) => ({
    target,
    paths,
    trace: traceExpression(source, clock),
  }));
  return async (item, scope) => ({
    outcome: await compiled.map(item, scope),
    reads: Object.fromEntries(tracers.map((tracer) => [tracer.target, findReads(tracer, item, scope)])),
  });
};
