export { checkAllowed, findAccess, type HostAccess, isCovered, parseUrl } from './allowed-hosts.ts';
export { compileCapture } from './capture.ts';
export { type CompiledRequest, compileRequest } from './compile-request.ts';
export { buildExpressionInput, compileCondition } from './condition.ts';
export { type HttpRequest, type RequestPatch, setHeader, setQuery } from './http-request.ts';
export { joinPairs, parsePairs, setEncodedPair } from './pairs.ts';
export type { RequestDefaults } from './target.ts';
