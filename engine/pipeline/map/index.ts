export { type CompiledMap, compileMap } from './compile.ts';

export { type Cell, type Explained, type ExplainedField, type Explainer, explainMap } from './explain.ts';
export type { MapSpec, Outcome } from './spec.ts';
export { type TracedMap, traceMap } from './trace.ts';
