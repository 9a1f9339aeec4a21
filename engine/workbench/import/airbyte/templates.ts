import type { JinjaNode } from './jinja/ast.ts';
import { type Code, toText } from './jinja/code.ts';
import { createEmitter, findPath } from './jinja/emit.ts';
import { parseJinja } from './jinja/template.ts';
import { createScope, findName, type Location, type NameContext, readsSecret } from './locations.ts';
import { parseTimeForm } from './time-format.ts';
import { attempt, refuse } from './untranslatable.ts';

/** Part of a Handlebars template: text, or an expression without its braces. */
type Part = { readonly text: string } | { readonly mustache: string; readonly location: Location | undefined };

const SEGMENT = /^[A-Za-z_][A-Za-z0-9_]*$/;

const writeName = (path: Location['path']): string =>
  path
    .map((step) => {
      if (typeof step === 'number') return refuse('an index has no form in a template');
      return SEGMENT.test(step)
        ? step
        : `[${step.includes(']') ? refuse(`"${step}" has no form in a template`) : step}]`;
    })
    .join('.');

/** Literal in a template: quotes cannot be escaped. */
const writeLiteral = (value: string | number | boolean): string => {
  if (typeof value !== 'string') return String(value);
  if (value.includes('"') || value.includes('\\')) return refuse('a text with quotes has no form in a template');
  return `"${value}"`;
};

/** Returns the value with its fallback, for the forms that have one. */
function splitFallback(node: JinjaNode): { value: JinjaNode; fallback: JinjaNode } | undefined {
  if (node.kind === 'binary' && node.operator === 'or') return { value: node.left, fallback: node.right };
  if (node.kind === 'filter' && ['default', 'd'].includes(node.name) && node.args[0])
    return { value: node.of, fallback: node.args[0] };
  if (node.kind === 'call' && node.method === 'get' && node.args[0] && node.args[1])
    return { value: { kind: 'item', of: node.of, key: node.args[0] }, fallback: node.args[1] };
  // a if a else b
  if (node.kind === 'choice' && node.otherwise && isSame(node.test, node.yes))
    return { value: node.yes, fallback: node.otherwise };
  return undefined;
}

const isSame = (a: JinjaNode, b: JinjaNode): boolean => {
  const [left, right] = [findPath(a), findPath(b)];
  return left !== undefined && JSON.stringify(left) === JSON.stringify(right);
};

const HELPERS: Readonly<Record<string, string>> = { lower: 'lower', upper: 'upper', base64encode: 'base64' };

/** Writes an operand of a template: a name, a literal, or a call of a helper. */
function writeOperand(node: JinjaNode, context: NameContext): { text: string; location?: Location; isCall?: true } {
  if (node.kind === 'const')
    return { text: node.value === null ? refuse('a template has no null') : writeLiteral(node.value) };
  const path = findPath(node);
  if (path) {
    const found = findName(context, path.root, path.steps);
    if (found.kind === 'constant' && typeof found.value !== 'object') return { text: writeLiteral(found.value) };
    if (found.kind !== 'location') return refuse('the value has no form in a template');
    return { text: writeName(found.location.path), location: found.location };
  }
  const fallback = splitFallback(node);
  if (fallback) {
    const [value, other] = [writeArgument(fallback.value, context), writeArgument(fallback.fallback, context)];
    return { text: `default ${value} ${other}`, isCall: true };
  }
  return { text: writeCall(node, context), isCall: true };
}

const writeArgument = (node: JinjaNode, context: NameContext): string => {
  const { text, isCall } = writeOperand(node, context);
  return isCall ? `(${text})` : text;
};

function writeCall(node: JinjaNode, context: NameContext): string {
  if (node.kind === 'filter' && Object.hasOwn(HELPERS, node.name))
    return `${HELPERS[node.name]} ${writeArgument(node.of, context)}`;
  if (node.kind === 'filter' && node.name === 'string') return writeOperand(node.of, context).text;
  if (node.kind === 'filter' && node.name === 'join' && node.args[0] && node.of.kind !== 'list')
    return `join ${writeArgument(node.of, context)} ${writeArgument(node.args[0], context)}`;
  if (node.kind === 'call' && node.method === 'join' && node.args[0]?.kind !== 'list' && node.args[0])
    return `join ${writeArgument(node.args[0], context)} ${writeArgument(node.of, context)}`;
  if (node.kind === 'call' && node.of.kind === 'name' && node.of.name === 'format_datetime')
    return writeDate(node, context);
  return refuse('the expression has no form in a template');
}

function writeDate({ args, named }: Extract<JinjaNode, { kind: 'call' }>, context: NameContext): string {
  const [value, format = named['format'], input = named['input_format']] = args;
  if (!value || format?.kind !== 'const' || typeof format.value !== 'string' || input)
    return refuse('the time has no form in a template');
  const form = parseTimeForm(format.value);
  if (form.epoch !== undefined) return refuse('the time has no form in a template');
  return `date ${writeArgument(value, context)} ${writeLiteral(form.format)}`;
}

/** Returns the parts of the text that an expression becomes. */
function listParts(node: JinjaNode, context: NameContext): Part[] {
  if (node.kind === 'text') return node.parts.flatMap((part) => listParts(part, context));
  if (node.kind === 'const') return [{ text: node.value === null ? '' : String(node.value) }];
  if (node.kind === 'binary' && node.operator === '~')
    return [...listParts(node.left, context), ...listParts(node.right, context)];
  if (node.kind === 'binary' && node.operator === '+' && (isText(node.left) || isText(node.right)))
    return [...listParts(node.left, context), ...listParts(node.right, context)];
  if (node.kind === 'filter' && node.name === 'base64encode') {
    const joined = joinConstants(node.of);
    if (joined) return refuse('base64 of a joined text has no form in a template');
  }
  const { text, location, isCall } = writeOperand(node, context);
  if (location === undefined && isCall !== true) return [{ text: text.startsWith('"') ? text.slice(1, -1) : text }];
  return [{ mustache: text, location }];
}

const isText = (node: JinjaNode): boolean =>
  (node.kind === 'const' && typeof node.value === 'string') ||
  (node.kind === 'binary' && node.operator === '+' && (isText(node.left) || isText(node.right)));

const joinConstants = (node: JinjaNode): boolean => node.kind === 'binary' || node.kind === 'text';

/** Handlebars reads two braces as an expression. */
const escapeText = (text: string): string => text.replaceAll('{{', '\\{{');

/** Options of a template. */
export interface TemplateForm {
  /** Writes absent values as empty texts: in texts with other parts, or always. */
  readonly fillsAbsent?: 'parts' | 'always';
}

/** Writes an expression as a Handlebars template. Fails for expressions that templates do not have. */
export function writeTemplate(node: JinjaNode, context: NameContext, { fillsAbsent }: TemplateForm = {}): string {
  const parts = listParts(node, context);
  const isSingle = parts.length === 1;
  return parts
    .map((part) => {
      if ('text' in part) return escapeText(part.text);
      const { mustache, location } = part;
      if (location?.type === 'boolean' || location?.type === 'list' || location?.type === 'dict') {
        if (!isSingle || location.type === 'boolean') return refuse('the value has another form in a text');
      }
      const needsFallback = location?.isOptional === true && location.path[0] === 'settings';
      if (needsFallback && fillsAbsent && (!isSingle || fillsAbsent === 'always')) return `{{default ${mustache} ""}}`;
      if (needsFallback && !isSingle) return refuse('an absent value has no form in a text');
      return `{{${mustache}}}`;
    })
    .join('');
}

/** Writes an expression as JSONata over the input of its position. */
export const writeExpression = (node: JinjaNode, context: NameContext, style: 'input' | 'variable' | 'derive'): Code =>
  createEmitter(createScope(context, style)).emit(node);

/** Value of a request: a template, a constant or an expression. */
export type RequestValue = string | number | boolean | { readonly expr: string };

/** Translates a text of the original to a value of a request. Times and booleans are written as the original does. */
export function translateValue(text: string, context: NameContext): RequestValue {
  const node = parseJinja(text);
  if (node.kind === 'const') return typeof node.value === 'string' ? escapeText(node.value) : (node.value ?? '');
  const template = attempt(() => writeTemplate(node, context));
  if ('value' in template) return template.value;
  if (readsSecret(node, context)) return refuse(`a secret is used in an expression: ${template.reason}`);
  return { expr: toText(writeExpression(node, context, 'input')).text };
}

/**
 * Translates a text to a template, for positions that have no expressions. What templates cannot express becomes a
 * setting that is derived from the others.
 */
export function translateTemplate(
  text: string,
  context: NameContext,
  hint: string,
  fillsAbsent: 'parts' | 'always' = 'parts',
): string {
  const node = parseJinja(text);
  const template = attempt(() => writeTemplate(node, context, { fillsAbsent }));
  if ('value' in template) return template.value;
  if (readsSecret(node, context)) return refuse(`a secret is used in an expression: ${template.reason}`);
  const parts = node.kind === 'text' ? node.parts : [node];
  return parts
    .map((part) => {
      const own = attempt(() => writeTemplate(part, context, { fillsAbsent }));
      if ('value' in own) return own.value;
      const code = toText(writeExpression(part, context, 'derive'));
      return `{{settings.${context.settings.derive(hint, code.text, code.type === 'number' ? 'number' : 'string')}}}`;
    })
    .join('');
}
