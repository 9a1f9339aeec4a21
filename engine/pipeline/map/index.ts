export { type CompiledMap, compileMap } from './compile.ts';
export { type CompiledEach, compileEach } from './each.ts';
export {
  createExplainer,
  type ExplainedField,
  type Explainer,
  type FieldResult,
  type ItemExplanation,
} from './explain.ts';
export { passItems } from './pass-through.ts';
export type { Problem } from './problem.ts';
export type { EnumLiteral, ItemMap, MapOutcome, MapSpec } from './spec.ts';
export { type TracedMap, traceMap } from './trace.ts';
export { compileSchemaCheck } from './validate.ts';
