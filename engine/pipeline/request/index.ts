export { checkAllowed } from './allowed-hosts.ts';
export { compileCapture } from './capture.ts';
export { type CompiledRequest, compileRequest } from './compile-request.ts';
export { buildExpressionInput, compileCondition } from './condition.ts';
export { addQuery, type HttpRequest, type RequestPatch, setHeader } from './http-request.ts';
export type { RequestDefaults } from './target.ts';
