import { LAYOUTS, type TemplateParts, type TemplateSlot } from './layout.ts';
import { parseTemplate, requireValue } from './parse.ts';
import { createRefusedError, formatScalar, type RenderOptions, type TemplateScope } from './template-scope.ts';
import { type TemplateTarget, VALUE_TARGET_RULES, type ValueTarget } from './template-targets.ts';

/** Text with `{{…}}`, compiled for its target. */
export interface Template {
  readonly source: string;
  /** Paths that it reads, for example [['settings','api_id'],['application','guid']]. */
  readonly names: readonly (readonly string[])[];
  /** Throws TEMPLATE_NAME_UNKNOWN, TEMPLATE_VALUE_REFUSED. */
  render(scope: TemplateScope, options?: RenderOptions): string;
}

/** Validates and encodes a value for its target; `name` identifies it in errors. Throws TEMPLATE_VALUE_REFUSED. */
export const writeValue = (value: unknown, target: ValueTarget, name: string): string => {
  const rule = VALUE_TARGET_RULES[target];
  const text = formatScalar(value);
  if (text === undefined) throw createRefusedError(name, rule.noun, 'it is not a string, a number or a boolean');
  const problem = rule.problem(text);
  if (problem) throw createRefusedError(name, rule.noun, problem);
  return rule.write(text);
};

const renderSlot = (slot: TemplateSlot, scope: TemplateScope, options: RenderOptions): string =>
  writeValue(requireValue(slot.evaluate, slot.name)(scope, options), slot.spot, slot.name);

// URL parsers treat these as a step in the path or as nothing: the request would reach another resource.
const STEP = /^(?:\.|%2e){0,2}$/i;

const checkSegment = (url: string, at: number, name: string) => {
  const start = url.lastIndexOf('/', at - 1) + 1;
  const segment = /^[^/?]*/.exec(url.slice(start))?.[0] ?? '';
  if (STEP.test(segment))
    throw createRefusedError(name, VALUE_TARGET_RULES.segment.noun, 'the path segment would be empty, "." or ".."');
};

const renderParts = (parts: TemplateParts, scope: TemplateScope, options: RenderOptions): string => {
  const segments: { name: string; at: number }[] = [];
  let text = '';
  for (const part of parts) {
    if (typeof part !== 'string' && part.spot === 'segment') segments.push({ name: part.name, at: text.length });
    text += typeof part === 'string' ? part : renderSlot(part, scope, options);
  }
  for (const { name, at } of segments) checkSegment(text, at, name);
  return text;
};

/** Compiles Handlebars text for a target. Throws TEMPLATE_SYNTAX, with the position in its details. */
export const compileTemplate = (source: string, place: TemplateTarget): Template => {
  const parts = LAYOUTS[place](parseTemplate(source));
  const names = parts.flatMap((part) => (typeof part === 'string' ? [] : part.names));
  return { source, names, render: (scope, options = {}) => renderParts(parts, scope, options) };
};
