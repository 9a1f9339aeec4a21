export { type CompiledMap, compileMap } from './compile.ts';

export {
  createExplainer,
  type ExplainedField,
  type Explainer,
  type FieldResult,
  type ItemExplanation,
} from './explain.ts';
export type { MapOutcome, MapSpec } from './spec.ts';
export { type TracedMap, traceMap } from './trace.ts';
