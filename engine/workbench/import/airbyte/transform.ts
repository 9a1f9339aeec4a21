import type { Json } from '../../../base/json/index.ts';
import {
  type Component,
  findComponent,
  findText,
  getType,
  listComponents,
  listTexts,
  refuseCustom,
  requireText,
} from './component.ts';
import { atom, type Code, operand, quoteText, type Step, toText, toTruth, writePath } from './jinja/code.ts';
import { parseJinja } from './jinja/template.ts';
import { type Found, type NameContext, toCode } from './locations.ts';
import { translateTemplate, writeExpression } from './templates.ts';
import { refuse } from './untranslatable.ts';

/** Variable that contains the record while it is transformed. */
const RECORD = '$record';

/** Statement of a JSONata block that changes the record. */
export type Statement = string;

const assign = (value: string): Statement => `${RECORD} := ${value}`;

/** Names of expressions over a record. `variable` is where the record is; an empty one means the input. */
export const createRecordNames = (variable: string): Readonly<Record<string, (steps: readonly Step[]) => Found>> => ({
  record: (steps) => toCode(() => atom(writePath(variable, steps), steps.length === 0 ? 'dict' : 'unknown')),
});

const withRecord = (context: NameContext, extra: NameContext['special'] = {}): NameContext => ({
  ...context,
  special: { ...context.special, ...createRecordNames(RECORD), ...extra },
});

/** Literal of the original's language: numbers and booleans are not texts. */
function writeLiteral(value: string): Code {
  const trimmed = value.trim();
  if (/^-?(0|[1-9]\d{0,14})(\.\d+)?$/.test(trimmed)) return atom(trimmed, 'number');
  if (trimmed === 'True' || trimmed === 'False') return atom(trimmed.toLowerCase(), 'boolean');
  if (trimmed === 'None' || trimmed === '') return atom('null', 'null');
  return atom(quoteText(value), 'string');
}

const castText = (code: Code): Code => {
  const text = toText(code);
  return text.type === 'string' ? text : atom(`$string(${text.text})`, 'string');
};

/** Value of an added field. */
function writeAddedValue(field: Component, context: NameContext): Code {
  const text = field['value'] as Json | undefined;
  if (typeof text !== 'string') return atom(JSON.stringify(text ?? null));
  const node = parseJinja(text);
  if (node.kind === 'const')
    return typeof node.value === 'string' ? writeLiteral(node.value) : atom(String(node.value));
  const type = findText(field, 'value_type') ?? '';
  const raw = writeExpression(node, context, 'variable');
  const code = ['time', 'date'].includes(raw.type) ? toText(raw) : raw;
  if (type === 'string') return atom(`($exists(${code.text}) ? ${operand(castText(code))} : "")`, 'string');
  if (['number', 'boolean', 'list', 'dict'].includes(code.type))
    return atom(`($exists(${code.text}) ? ${operand(code)} : "")`, code.type);
  return atom(`($of := ${code.text}; ${READ_LITERAL})`);
}

/** Reads a text as the original does: digits are a number, quotes are left out, and an absent value is an empty text. */
const READ_LITERAL = [
  '$exists($of) ? ($type($of) != "string" ? $of',
  '$contains($of, /^-?(?:0|[1-9][0-9]{0,14})(?:[.][0-9]+)?$/) ? $number($of)',
  '$contains($of, /^"[^"]*"$|^\'[^\']*\'$/) ? $substring($of, 1, $length($of) - 2)',
  '$of) : ""',
].join(' : ');

/** Sets a value at a path, creating the objects on the way. */
function writeSet(path: readonly string[], value: string, at: readonly Step[] = []): string {
  const [step = '', ...rest] = path;
  const base = writePath(RECORD, at);
  const object = at.length === 0 ? base : `$type(${base}) = "object" ? ${base} : {}`;
  const inner = rest.length === 0 ? value : writeSet(rest, value, [...at, step]);
  return `$merge([${at.length === 0 ? object : `(${object})`}, {${quoteText(step)}: ${inner}}])`;
}

const translatePath = (path: readonly string[], context: NameContext): string[] =>
  path.map((step) => {
    const text = translateTemplate(step, context, 'field');
    return text.includes('{{') || text.includes('*') ? refuse(`the path "${path.join('.')}" is not constant`) : text;
  });

function addFields(component: Component, context: NameContext): Statement[] {
  const condition = findText(component, 'condition');
  return listComponents(component, 'fields').map((field) => {
    const path = translatePath(listTexts(field, 'path'), context);
    if (path.length === 0) refuse('a field has no path');
    const value = writeAddedValue(field, withRecord(context));
    const set = writeSet(path, value.text);
    if (condition === undefined) return assign(set);
    const special = {
      value: () => toCode(() => value),
      path: ([at]: readonly Step[]) => toCode(() => atom(quoteText(path[Number(at)] ?? ''), 'string')),
    };
    const test = toTruth(writeExpression(parseJinja(condition), withRecord(context, special), 'variable'));
    return assign(`(${operand(test)} ? ${set} : ${RECORD})`);
  });
}

/** Removes a member of the object at a path, if its condition is true. */
function writeRemove(path: readonly string[], condition: string | undefined, at: readonly Step[] = []): string {
  const [step = '', ...rest] = path;
  const base = writePath(RECORD, at);
  if (rest.length === 0) {
    const keeps =
      condition === undefined
        ? `$name != ${quoteText(step)}`
        : `$name != ${quoteText(step)} or (${condition} ? false : true)`;
    return step === '*' || step === '**'
      ? refuse('all fields are removed')
      : `$sift(${base}, function($value, $name) { ${keeps} })`;
  }
  if (step.includes('*')) refuse('the path has a wildcard');
  const inner = writePath(RECORD, [...at, step]);
  const changed = `$merge([${base}, {${quoteText(step)}: $merge([${writeRemove(rest, condition, [...at, step])}])}])`;
  return `($type(${inner}) = "object" ? ${changed} : ${base})`;
}

function removeFields(component: Component, context: NameContext): Statement[] {
  const condition = findText(component, 'condition');
  const test =
    condition === undefined
      ? undefined
      : operand(
          toTruth(
            writeExpression(
              parseJinja(condition),
              withRecord(context, { property: (steps) => toCode(() => atom(writePath('$value', steps))) }),
              'variable',
            ),
          ),
        );
  const pointers = Array.isArray(component['field_pointers']) ? (component['field_pointers'] as Json[]) : [];
  return pointers.map((pointer) => {
    const path = Array.isArray(pointer) ? pointer.map(String) : [String(pointer)];
    // `**` and a condition: removes all fields for which it is true.
    if (path.length === 1 && (path[0] === '**' || path[0] === '*') && test !== undefined)
      return assign(`$merge([$sift(${RECORD}, function($value) { ${test} ? false : true })])`);
    return assign(path.length === 1 ? `$merge([${writeRemove(path, test)}])` : writeRemove(path, test));
  });
}

const renameKeys = (name: string): Statement[] => [
  assign(`$merge($each(${RECORD}, function($value, $name) { {${name}: $value} }))`),
];

function flattenPath(component: Component, context: NameContext): Statement[] {
  const path = translatePath(listTexts(component, 'field_path'), context);
  const inner = writePath(RECORD, path);
  const keys = findComponent(component, 'key_transformation');
  const [prefix, suffix] = ['prefix', 'suffix'].map((key) =>
    translateTemplate((keys && findText(keys, key)) ?? '', context, key),
  );
  const renamed = `$merge($each($inner, function($value, $name) { {(${quoteText(prefix ?? '')} & $name & ${quoteText(suffix ?? '')}): $value} }))`;
  const extracted = keys ? renamed : '$inner';
  if (findText(component, 'replace_record') === 'true')
    return [
      assign(`($inner := ${inner}; $type($inner) = "object" and $count($keys($inner)) > 0 ? ${extracted} : ${RECORD})`),
    ];
  const rest =
    findText(component, 'delete_origin_value') === 'true'
      ? path.length === 1
        ? `$merge([${writeRemove(path, undefined)}])`
        : writeRemove(path, undefined)
      : RECORD;
  return [
    assign(
      `($inner := ${inner}; $type($inner) = "object" ? ($new := ${extracted}; $count($keys($new)[$ in $keys(${RECORD})]) > 0 ? ${RECORD} : $merge([${rest}, $new])) : ${RECORD})`,
    ),
  ];
}

const TRANSFORMATIONS: Readonly<Record<string, (component: Component, context: NameContext) => Statement[]>> = {
  AddFields: addFields,
  RemoveFields: removeFields,
  KeysToLower: () => renameKeys('$lowercase($name)'),
  KeysReplace: (component, context) => {
    const [old, current] = ['old', 'new'].map((key) => translateTemplate(requireText(component, key), context, key));
    return renameKeys(`$replace($name, ${quoteText(old ?? '')}, ${quoteText(current ?? '')})`);
  },
  DpathFlattenFields: flattenPath,
};

/** Translates a transformation of records to statements. Fails for one without a counterpart. */
export function translateTransformation(component: Component, context: NameContext): Statement[] {
  refuseCustom(component);
  const type = getType(component);
  const translate = Object.hasOwn(TRANSFORMATIONS, type) ? TRANSFORMATIONS[type] : undefined;
  const own = { ...context, parameters: findComponent(component, '$parameters') ?? context.parameters };
  return translate ? translate(component, own) : refuse(`the component ${type || 'without a type'} is not supported`);
}

/** Joins statements to an expression over an item. */
export const writeItem = (statements: readonly Statement[]): string | undefined =>
  statements.length === 0 ? undefined : `(${[assign('$'), ...statements, RECORD].join('; ')})`;

/** Statement that leaves a record out unless the condition is true. */
export const keepIf = (condition: string): Statement => assign(`(${condition} ? ${RECORD})`);

export { RECORD };
