export { encodeComponent } from './encode.ts';
export { compileJson } from './json.ts';
export { compileTemplate, type Template } from './template.ts';
export type { RenderOptions, TemplateScope } from './template-scope.ts';
export type { TemplateTarget } from './template-targets.ts';
export { renderDuration, renderInstant, resolveDuration } from './times.ts';
