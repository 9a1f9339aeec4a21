import { hasMonths, parseDurationLength, parseTimeForm, type TimeForm } from '../time-format.ts';
import { refuse } from '../untranslatable.ts';
import type { Arguments, JinjaNode } from './ast.ts';
import { atom, type Code, compound, operand, quoteText, toText, writePath } from './code.ts';

type Emit = (node: JinjaNode) => Code;

/** Arguments of a call, by position or by name. */
interface Call extends Arguments {
  readonly emit: Emit;
}

const getArgument = ({ args, named }: Arguments, at: number, name: string): JinjaNode | undefined =>
  args[at] ?? (Object.hasOwn(named, name) ? named[name] : undefined);

const requireArgument = (call: Call, at: number, name: string): Code => {
  const node = getArgument(call, at, name);
  return node === undefined ? refuse(`the argument "${name}" is missing`) : call.emit(node);
};

/** Returns a text argument that must be constant, or undefined if it is absent. */
function findText(call: Arguments, at: number, name: string): string | undefined {
  const node = getArgument(call, at, name);
  if (node === undefined) return undefined;
  if (node.kind !== 'const' || typeof node.value !== 'string')
    return refuse(`the argument "${name}" is not a constant`);
  return node.value;
}

const requireText = (call: Arguments, at: number, name: string): string =>
  findText(call, at, name) ?? refuse(`the argument "${name}" is missing`);

/** Formats milliseconds. */
function formatMillis(millis: string, { picture, epoch }: TimeForm): Code {
  if (epoch !== undefined) return atom(`$floor((${millis}) / ${epoch})`, 'number');
  return atom(`$fromMillis(${millis}, ${quoteText(picture ?? '')})`, 'string');
}

/** Reads a value of the format as milliseconds. */
export function parseMillis(code: Code, { picture, epoch, isIso }: TimeForm): Code {
  if (code.type === 'time' || code.type === 'date') return code;
  if (epoch !== undefined) return compound(`$number(${code.text}) * ${epoch}`, 'time');
  return atom(isIso ? `$toMillis(${code.text})` : `$toMillis(${code.text}, ${quoteText(picture ?? '')})`, 'time');
}

const ISO_FORM: TimeForm = { format: 'rfc3339', resolution: 1, isIso: true };

/** Reads a time without a stated format: a number of seconds, or ISO 8601. */
const readTime = (code: Code): Code => {
  if (code.type === 'time' || code.type === 'date') return code;
  if (code.type === 'number') return compound(`${operand(code)} * 1000`, 'time');
  return parseMillis(code, ISO_FORM);
};

const DEFAULT_DAY_FORMAT = '%Y-%m-%dT%H:%M:%S.%f%z';

const NOW = atom('$millis()', 'time');
const TODAY = atom('$toMillis($substring($now(), 0, 10))', 'date');

function emitDuration(call: Call): Code {
  const node = getArgument(call, 0, 'datestring');
  if (node?.kind !== 'const' || typeof node.value !== 'string') return refuse('the duration is not a constant');
  const length = parseDurationLength(node.value);
  if (length === undefined) return refuse(`"${node.value}" is not a duration`);
  if (hasMonths(node.value)) refuse(`the duration "${node.value}" of months has no fixed length`);
  return atom(String(length), 'delta');
}

function formatDatetime(call: Call): Code {
  const value = requireArgument(call, 0, 'dt');
  const form = parseTimeForm(requireText(call, 1, 'format'));
  const input = findText(call, 2, 'input_format');
  const time = input === undefined ? readTime(value) : parseMillis(value, parseTimeForm(input));
  return formatMillis(time.text, form);
}

const pickExtreme = (call: Call, name: 'max' | 'min'): Code => {
  const codes = call.args
    .map(call.emit)
    .map((code) => (code.type === 'date' || code.type === 'time' ? toText(code) : code));
  if (codes.length === 1 && codes[0]) return atom(`$${name}(${codes[0].text})`);
  if (codes.length !== 2 || !codes[0] || !codes[1]) return refuse(`${name} has ${codes.length} arguments`);
  const [a, b] = codes;
  const operator = name === 'max' ? '>=' : '<=';
  return compound(
    `${operand(a)} ${operator} ${operand(b)} ? ${operand(a)} : ${operand(b)}`,
    a.type === b.type ? a.type : 'unknown',
  );
};

/** Functions by name. */
const FUNCTIONS: Readonly<Record<string, (call: Call) => Code>> = {
  now_utc: () => NOW,
  today_utc: () => TODAY,
  duration: emitDuration,
  str_to_datetime: (call) => readTime(requireArgument(call, 0, 's')),
  format_datetime: formatDatetime,
  timestamp: (call) => {
    const time = readTime(requireArgument(call, 0, 'dt'));
    return compound(`${operand(time)} / 1000`, 'number');
  },
  day_delta: (call) => {
    const days = requireArgument(call, 0, 'num_days');
    const form = parseTimeForm(findText(call, 1, 'format') ?? DEFAULT_DAY_FORMAT);
    return formatMillis(`$millis() + ${operand(days)} * 86400000`, form);
  },
  max: (call) => pickExtreme(call, 'max'),
  min: (call) => pickExtreme(call, 'min'),
  sanitize_url: (call) =>
    atom(`$replace($encodeUrlComponent(${requireArgument(call, 0, 'value').text}), "%20", "+")`, 'string'),
  camel_case_to_snake_case: (call) =>
    atom(`$lowercase($replace(${requireArgument(call, 0, 'value').text}, /([^A-Z])([A-Z])/, "$1_$2"))`, 'string'),
};

/** Translates the call of a function. */
export function callFunction(name: string, call: Arguments, emit: Emit): Code {
  const translate = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  return translate ? translate({ ...call, emit }) : refuse(`the function "${name}" is not supported`);
}

/** Value with a fallback where it is absent. */
function withFallback(value: Code, fallback: Code): Code {
  const type = value.type === fallback.type ? value.type : 'unknown';
  return compound(`$exists(${value.text}) ? ${operand(value)} : ${operand(toTextOfTime(fallback))}`, type);
}

const toTextOfTime = (code: Code): Code => (code.type === 'time' || code.type === 'date' ? toText(code) : code);

const strip = ({ args, emit }: Call, pattern: (set: string) => string): Code => {
  const [of, set] = args;
  if (!of) return refuse('the value is missing');
  if (set && (set.kind !== 'const' || typeof set.value !== 'string' || !/^[\w/:. -]+$/.test(set.value)))
    return refuse('the characters to strip are not a simple constant');
  const chars = set?.kind === 'const' ? `[${String(set.value).replaceAll(/[/.-]/g, '\\$&')}]` : '\\s';
  return atom(`$replace(${emit(of).text}, /${pattern(chars)}/, "")`, 'string');
};

const one = ({ args, emit }: Call, at = 0): Code => {
  const node = args[at];
  return node ? emit(node) : refuse('an argument is missing');
};

/** Methods by name. The first argument is the value. */
const METHODS: Readonly<Record<string, (call: Call) => Code>> = {
  get: (call) => {
    const [of, key, fallback] = call.args;
    if (!of || !key) return refuse('an argument is missing');
    const value = call.emit({ kind: 'item', of, key });
    return fallback ? withFallback(value, call.emit(fallback)) : value;
  },
  strftime: (call) => {
    const time = one(call);
    const form = parseTimeForm(requireText(call, 1, 'format'));
    return formatMillis(readTime(time).text, form);
  },
  isoformat: (call) => {
    const time = one(call);
    if (time.type === 'date') return toText(time);
    const isSeconds = findText(call, 2, 'timespec') === 'seconds';
    return formatMillis(
      readTime(time).text,
      parseTimeForm(isSeconds ? '%Y-%m-%dT%H:%M:%S+00:00' : '%Y-%m-%dT%H:%M:%S.%f+00:00'),
    );
  },
  timestamp: (call) => compound(`${operand(readTime(one(call)))} / 1000`, 'number'),
  date: (call) => atom(`$toMillis($substring($fromMillis(${readTime(one(call)).text}), 0, 10))`, 'date'),
  lower: (call) => atom(`$lowercase(${one(call).text})`, 'string'),
  upper: (call) => atom(`$uppercase(${one(call).text})`, 'string'),
  strip: (call) => strip(call, (set) => `^${set}+|${set}+$`),
  lstrip: (call) => strip(call, (set) => `^${set}+`),
  rstrip: (call) => strip(call, (set) => `${set}+$`),
  split: (call) => {
    const [, separator] = call.args;
    if (!separator) return refuse('a split without a separator is not supported');
    return atom(`$split(${one(call).text}, ${call.emit(separator).text})`, 'list');
  },
  replace: (call) => atom(`$replace(${one(call).text}, ${one(call, 1).text}, ${one(call, 2).text})`, 'string'),
  join: (call) => atom(`$join(${one(call, 1).text}.$string(), ${one(call).text})`, 'string'),
  startswith: (call) => {
    const [text, prefix] = [one(call), one(call, 1)];
    return compound(`$substring(${text.text}, 0, $length(${prefix.text})) = ${operand(prefix)}`, 'boolean');
  },
  endswith: (call) => {
    const [text, suffix] = [one(call), one(call, 1)];
    return compound(`$substring(${text.text}, -$length(${suffix.text})) = ${operand(suffix)}`, 'boolean');
  },
  format: (call) => {
    const [template, ...values] = call.args;
    if (template?.kind !== 'const' || typeof template.value !== 'string' || /\{[^}]/.test(template.value))
      return refuse('the format is not a simple constant');
    const texts = template.value.split('{}');
    if (texts.length !== values.length + 1) return refuse('the format has another number of values');
    const parts = texts.flatMap((text, at) => [
      quoteText(text),
      ...(values[at] ? [operand(toText(call.emit(values[at])))] : []),
    ]);
    return compound(parts.join(' & '), 'string');
  },
  keys: (call) => atom(`$keys(${one(call).text})`, 'list'),
  values: (call) => atom(`[${operand(one(call))}.*]`, 'list'),
};

/** Translates the call of a method. */
export function callMethod(name: string, node: Extract<JinjaNode, { kind: 'call' }>, emit: Emit): Code {
  const translate = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined;
  if (!translate) return refuse(`the method "${name}" is not supported`);
  return translate({ args: [node.of, ...node.args], named: node.named, emit });
}

const castNumber = ({ type, text }: Code): Code =>
  type === 'number' ? atom(`(${text})`, 'number') : atom(`$number(${text})`, 'number');

/** Checks a regular expression of Python, which JSONata writes between slashes. */
function writeRegex(source: string): string {
  if (/\(\?[P<#!=]/.test(source)) refuse(`the regular expression "${source}" is not supported`);
  return `/${source.replaceAll(/(?<!\\)\//g, '\\/')}/`;
}

/** Attribute of `map(attribute='a.b')` and `selectattr('a', …)`. */
const findAttribute = (call: Call, at: number): string[] => requireText(call, at, 'attribute').split('.');

function selectAttribute(call: Call, isKept: boolean): Code {
  const [, , test, value] = call.args;
  const list = one(call);
  const path = writePath('$of', findAttribute(call, 1));
  if (test && (test.kind !== 'const' || !['equalto', 'eq', '=='].includes(String(test.value))))
    return refuse('selectattr is only supported with "equalto"');
  const condition = value ? `${path} = ${operand(call.emit(value))}` : `$boolean(${path})`;
  const kept = isKept ? condition : `(${condition}) ? false : true`;
  return atom(`$filter(${list.text}, function($of) { ${kept} })`, 'list');
}

/** Filters by name. The first argument is the value. */
const FILTERS: Readonly<Record<string, (call: Call) => Code>> = {
  default: (call) => {
    const [value, fallback] = [one(call), requireArgument(call, 1, 'default_value')];
    const always = getArgument(call, 2, 'boolean');
    if (always?.kind === 'const' && always.value === true)
      return compound(`${operand(value)} ? ${operand(value)} : ${operand(toTextOfTime(fallback))}`);
    return withFallback(value, fallback);
  },
  int: (call) => atom(`$floor(${castNumber(one(call)).text})`, 'number'),
  float: (call) => castNumber(one(call)),
  string: (call) => {
    const text = toText(one(call));
    return text.type === 'string' ? text : atom(`$string(${text.text})`, 'string');
  },
  lower: (call) => atom(`$lowercase(${toText(one(call)).text})`, 'string'),
  upper: (call) => atom(`$uppercase(${toText(one(call)).text})`, 'string'),
  trim: (call) => atom(`$replace(${one(call).text}, /^\\s+|\\s+$/, "")`, 'string'),
  replace: (call) => atom(`$replace(${one(call).text}, ${one(call, 1).text}, ${one(call, 2).text})`, 'string'),
  length: (call) => {
    const value = one(call);
    if (value.type === 'string') return atom(`$length(${value.text})`, 'number');
    if (value.type === 'list') return atom(`$count(${value.text})`, 'number');
    const text = value.text;
    return atom(
      `($of := ${text}; $type($of) = "string" ? $length($of) : $type($of) = "object" ? $count($keys($of)) : $count($of))`,
      'number',
    );
  },
  count: (call) => atom(`$count(${one(call).text})`, 'number'),
  join: (call) => {
    const separator = call.args[1] ? one(call, 1).text : '""';
    return atom(`$join(${operand(one(call))}.$string(), ${separator})`, 'string');
  },
  first: (call) => atom(`${operand(one(call))}[0]`),
  last: (call) => atom(`${operand(one(call))}[-1]`),
  list: (call) => {
    const value = one(call);
    return value.type === 'list' ? value : atom(`[${value.text}]`, 'list');
  },
  map: (call) => {
    if (!getArgument({ args: [], named: call.named }, 0, 'attribute'))
      return refuse('map is only supported with "attribute"');
    return atom(`[${writePath(operand(one(call)), findAttribute(call, 1))}]`, 'list');
  },
  selectattr: (call) => selectAttribute(call, true),
  rejectattr: (call) => selectAttribute(call, false),
  unique: (call) => atom(`$distinct(${one(call).text})`, 'list'),
  sum: (call) => atom(`$sum(${one(call).text})`, 'number'),
  round: (call) => atom(`$round(${one(call).text}${call.args[1] ? `, ${one(call, 1).text}` : ''})`, 'number'),
  abs: (call) => atom(`$abs(${one(call).text})`, 'number'),
  tojson: (call) => atom(`$string(${one(call).text})`, 'string'),
  urlencode: (call) => atom(`$encodeUrlComponent(${one(call).text})`, 'string'),
  base64encode: (call) => atom(`$base64encode(${one(call).text})`, 'string'),
  base64decode: (call) => atom(`$base64decode(${one(call).text})`, 'string'),
  regex_search: (call) => {
    const regex = writeRegex(requireText(call, 1, 'regex'));
    return compound(`$match(${one(call).text}, ${regex})[0].groups[0] & ""`, 'string');
  },
  regex_replace: (call) => {
    const regex = writeRegex(requireText(call, 1, 'regex'));
    return atom(`$replace(${one(call).text}, ${regex}, ${one(call, 2).text})`, 'string');
  },
};

const ALIASES: Readonly<Record<string, string>> = { d: 'default' };

/** Translates a filter. */
export function callFilter(node: Extract<JinjaNode, { kind: 'filter' }>, emit: Emit): Code {
  const name = ALIASES[node.name] ?? node.name;
  const translate = Object.hasOwn(FILTERS, name) ? FILTERS[name] : undefined;
  if (!translate) return refuse(`the filter "${name}" is not supported`);
  return translate({ args: [node.of, ...node.args], named: node.named, emit });
}
