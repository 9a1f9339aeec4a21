export { type CompiledMap, compileMap } from './compile.ts';
export type { ConversionName as Conversion } from './convert/index.ts';
export { type Cell, type Explained, type ExplainedField, type Explainer, explainMap } from './explain.ts';
export type { EnumSpec, FieldSpec, JsonObject, MapSpec, Outcome, Reject } from './spec.ts';
export { type TracedMap, type TracedOutcome, traceMap } from './trace.ts';
