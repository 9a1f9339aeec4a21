export { checkAllowed } from './allowed-hosts.ts';
export { compileCapture } from './capture.ts';
export { compileCondition, expressionInput } from './condition.ts';
export { type Draft, type RequestPatch, withHeader, withQuery } from './draft.ts';
export { type CompiledRequest, compileRequest } from './request.ts';
export type { RequestDefaults } from './target.ts';
