export { encodeComponent } from './encode.ts';
export { compileJson } from './json.ts';
export type { Place } from './places.ts';
export type { RenderOptions, Scope } from './scope.ts';
export { compileTemplate, type Template } from './template.ts';
export { renderDuration, renderInstant, resolveDuration } from './times.ts';
