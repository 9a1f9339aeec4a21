export { decodeComponent, encodeComponent } from './encode.ts';
export { compileJson, compileSingle } from './json.ts';
export { findTemplateNames, type TemplateName } from './parse.ts';
export { compileTemplate, type Template, writeValue } from './template.ts';
export { createRefusedError, type RenderOptions, type TemplateScope } from './template-scope.ts';
export type { TemplateTarget, ValueTarget } from './template-targets.ts';
export { renderDuration, renderInstant, renderZone, resolveDuration } from './times.ts';
