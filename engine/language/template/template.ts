import { LAYOUTS, type Parts, type Slot } from './layout.ts';
import { parse, required } from './parse.ts';
import { type Place, RULES } from './places.ts';
import { type RenderOptions, refused, type Scope, scalarText } from './scope.ts';

/** Text with names in it, compiled for the place it is sent to. */
export interface Template {
  readonly source: string;
  /** Paths it reads, e.g. [['settings','api_id'],['application','guid']]. */
  readonly names: readonly (readonly string[])[];
  /** Throws TEMPLATE_NAME_UNKNOWN, TEMPLATE_VALUE_REFUSED. */
  render(scope: Scope, options?: RenderOptions): string;
}

const written = (slot: Slot, scope: Scope, options: RenderOptions): string => {
  const rule = RULES[slot.spot];
  const text = scalarText(required(slot.evaluate, slot.name)(scope, options));
  if (text === undefined) throw refused(slot.name, rule.noun, 'it is not a text, a number or a boolean');
  const problem = rule.problem(text);
  if (problem) throw refused(slot.name, rule.noun, problem);
  return rule.write(text);
};

// A URL parser takes these for a step in the path, or none, and the request would go to another resource.
const STEP = /^(?:\.|%2e){0,2}$/i;

const checkSegment = (url: string, at: number, name: string) => {
  const start = url.lastIndexOf('/', at - 1) + 1;
  const segment = /^[^/?]*/.exec(url.slice(start))?.[0] ?? '';
  if (STEP.test(segment)) throw refused(name, RULES.segment.noun, 'the path segment would be empty, "." or ".."');
};

const render = (parts: Parts, scope: Scope, options: RenderOptions): string => {
  const segments: { name: string; at: number }[] = [];
  let text = '';
  for (const part of parts) {
    if (typeof part !== 'string' && part.spot === 'segment') segments.push({ name: part.name, at: text.length });
    text += typeof part === 'string' ? part : written(part, scope, options);
  }
  for (const { name, at } of segments) checkSegment(text, at, name);
  return text;
};

/** Compiles Handlebars text for one place. Throws TEMPLATE_SYNTAX, with the position in its details. */
export const compileTemplate = (source: string, place: Place): Template => {
  const parts = LAYOUTS[place](parse(source));
  const names = parts.flatMap((part) => (typeof part === 'string' ? [] : part.names));
  return { source, names, render: (scope, options = {}) => render(parts, scope, options) };
};
