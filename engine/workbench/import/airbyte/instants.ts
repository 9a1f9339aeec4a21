import { isInstant } from '../../../base/time/index.ts';
import { type Component, findText } from './component.ts';
import type { JinjaNode } from './jinja/ast.ts';
import { type Code, compound, operand, quoteText, toText } from './jinja/code.ts';
import { findPath } from './jinja/emit.ts';
import { parseMillis } from './jinja/functions.ts';
import { parseJinja } from './jinja/template.ts';
import { findName, type NameContext } from './locations.ts';
import { writeExpression } from './templates.ts';
import { hasMonths, parseDurationLength, parseTimeForm, type TimeForm } from './time-format.ts';
import { refuse } from './untranslatable.ts';

const DAY = 86_400_000;

/** Options of an instant. */
interface InstantOptions {
  readonly context: NameContext;
  /** Title of a setting that is derived for it. */
  readonly hint: string;
  /** Milliseconds to add, if the time comes from a setting. */
  readonly shift: number;
}

/** Returns the duration that is subtracted from now in `(now_utc() - duration('P30D'))`, and in `day_delta(-30)`. */
function findRelative(node: JinjaNode): { duration: string; format?: string } | undefined {
  if (node.kind === 'call' && node.method === 'strftime') {
    const inner = findRelative(node.of);
    const [format] = node.args;
    if (!inner || format?.kind !== 'const') return undefined;
    return { ...inner, format: String(format.value) };
  }
  if (node.kind === 'call' && node.of.kind === 'name' && node.method === undefined) return findCall(node.of.name, node);
  if (node.kind !== 'binary' || node.operator !== '-') return undefined;
  const [now, length] = [findRelative(node.left), findDuration(node.right)];
  return now?.duration === 'PT0S' && length !== undefined ? { ...now, duration: `-${length}` } : undefined;
}

const findDuration = (node: JinjaNode): string | undefined => {
  if (node.kind !== 'call' || node.of.kind !== 'name' || node.of.name !== 'duration') return undefined;
  const [text] = node.args;
  const value = text?.kind === 'const' ? String(text.value) : '';
  return parseDurationLength(value) === undefined || value.startsWith('-') ? undefined : value;
};

function findCall(
  name: string,
  node: Extract<JinjaNode, { kind: 'call' }>,
): { duration: string; format?: string } | undefined {
  if (name === 'now_utc') return { duration: 'PT0S' };
  if (name === 'today_utc') return { duration: 'PT0S', format: '%Y-%m-%d' };
  if (name !== 'day_delta') return undefined;
  const [days = node.named['num_days'], format = node.named['format']] = node.args;
  const count =
    days?.kind === 'negative' && days.of.kind === 'const'
      ? -Number(days.of.value)
      : days?.kind === 'const'
        ? Number(days.value)
        : Number.NaN;
  if (!Number.isInteger(count)) return undefined;
  const own = format?.kind === 'const' ? { format: String(format.value) } : {};
  return { duration: count < 0 ? `-P${-count}D` : `P${count}D`, ...own };
}

/** Returns the instant of an expression that only depends on the time: relative to now, unless its format cuts hours. */
function findRelativeInstant(node: JinjaNode, isEnd: boolean): string | undefined {
  const relative = findRelative(node);
  if (!relative) return undefined;
  const isCut = relative.format !== undefined && parseTimeForm(relative.format).resolution >= DAY;
  if (isCut && !(isEnd && relative.duration === 'PT0S'))
    return hasMonths(relative.duration) ? relative.duration : undefined;
  return relative.duration;
}

/** Template of a setting that contains a time in a form that instants have. */
function findSettingInstant(node: JinjaNode, form: TimeForm, context: NameContext): string | undefined {
  const path = findPath(node);
  if (path?.root !== 'config' || !form.isIso) return undefined;
  const found = findName(context, path.root, path.steps);
  if (found.kind !== 'location' || found.location.isOptional || found.location.isSecret) return undefined;
  if (found.location.path.some((step) => !/^\w+$/.test(String(step)))) return undefined;
  return `{{${found.location.path.join('.')}}}`;
}

/** Code that reads a value of the format as milliseconds. */
const toMillisCode = (code: Code, form: TimeForm): Code => parseMillis(code, form);

const shiftCode = (code: Code, shift: number): string => (shift === 0 ? code.text : `${operand(code)} + ${shift}`);

/** Code of an instant: a time in RFC 3339. */
function writeInstant(node: JinjaNode, form: TimeForm, { context, shift }: InstantOptions): Code {
  if (node.kind === 'choice' && node.otherwise) {
    const test = writeExpression(node.test, context, 'derive');
    const [a, b] = [
      writeInstant(node.yes, form, { context, shift, hint: '' }),
      writeInstant(node.otherwise, form, { context, shift, hint: '' }),
    ];
    return compound(`${operand(test)} ? ${operand(a)} : ${operand(b)}`, 'string');
  }
  const relative = findRelativeInstant(node, shift > 0);
  if (relative !== undefined) return { text: quoteText(relative), type: 'string', isAtom: true };
  const fallback = splitDefault(node);
  if (fallback) {
    const test = writeExpression(fallback.value, context, 'derive');
    const [a, b] = [
      writeInstant(fallback.value, form, { context, shift, hint: '' }),
      writeInstant(fallback.other, form, { context, shift, hint: '' }),
    ];
    return compound(`${operand(test)} ? ${operand(a)} : ${operand(b)}`, 'string');
  }
  const millis = toMillisCode(toTimeText(writeExpression(node, context, 'derive')), form);
  return { text: `$fromMillis(${shiftCode(millis, shift)})`, type: 'string', isAtom: true };
}

const toTimeText = (code: Code): Code => (code.type === 'time' || code.type === 'date' ? code : toText(code));

/** Parts of `a or b`, `a | default(b)` and `config.get('a', b)`. */
function splitDefault(node: JinjaNode): { value: JinjaNode; other: JinjaNode } | undefined {
  if (node.kind === 'binary' && node.operator === 'or') return { value: node.left, other: node.right };
  if (node.kind === 'filter' && ['default', 'd'].includes(node.name) && node.args[0])
    return { value: node.of, other: node.args[0] };
  if (node.kind === 'call' && node.method === 'get' && node.args[0] && node.args[1])
    return { value: { kind: 'item', of: node.of, key: node.args[0] }, other: node.args[1] };
  return undefined;
}

const isConstantTime = (text: string, form: TimeForm): boolean => form.isIso && isInstant(text);

/** Translates a time of the original, with its lower and upper bound, to an instant. */
export function translateInstant(times: Component, form: TimeForm, options: InstantOptions): string {
  const source = (findText(times, 'datetime') ?? refuse('the time is missing')).trim();
  const [low, high] = [findText(times, 'min_datetime'), findText(times, 'max_datetime')];
  const node = parseJinja(source);
  if (low === undefined && high === undefined) {
    const relative = findRelativeInstant(node, options.shift > 0);
    if (relative !== undefined) return relative;
    const setting = options.shift === 0 ? findSettingInstant(node, form, options.context) : undefined;
    if (setting !== undefined) return setting;
    if (node.kind === 'const' && options.shift === 0 && isConstantTime(String(node.value), form))
      return String(node.value);
  }
  const bounds = [
    { bound: low, operator: '>=' },
    { bound: high, operator: '<=' },
  ].flatMap(({ bound, operator }) => (bound === undefined ? [] : [{ bound, operator }]));
  const code = bounds.reduce(
    (millis, { bound, operator }) => limit(millis, boundMillis(parseJinja(bound.trim()), form, options), operator),
    boundMillis(node, form, options),
  );
  const text =
    bounds.length === 0 ? writeInstant(node, form, options).text : `$fromMillis(${shiftCode(code, options.shift)})`;
  return `{{settings.${options.context.settings.derive(options.hint, text, 'string')}}}`;
}

const boundMillis = (node: JinjaNode, form: TimeForm, { context }: InstantOptions): Code =>
  toMillisCode(toTimeText(writeExpression(node, context, 'derive')), form);

const limit = (a: Code, b: Code, operator: string): Code =>
  compound(`${operand(a)} ${operator} ${operand(b)} ? ${operand(a)} : ${operand(b)}`, 'time');
