import { FIELDS, findField, getField, otherEntity, PREFIXES, type QueryField } from './fields.ts';
import type { Entity } from './query.ts';

/** Completion for the cursor position. */
interface Completion {
  /** Replacement of the text between `from` and `to`. */
  readonly text: string;
  readonly kind: 'field' | 'group' | 'operator' | 'value' | 'word';
  readonly detail: string;
}

/** Completions for the cursor position, best first, and the range of text that they replace. */
export interface Completions {
  readonly from: number;
  readonly to: number;
  readonly options: readonly Completion[];
}

/** Known values of a field, the most frequent first. */
export type KnownValues = (entity: Entity, field: string) => readonly string[];

const MOST = 50;

const QUOTED = /"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`/g;
const blankText = (text: string) => text.replaceAll(QUOTED, (quoted) => '_'.repeat(quoted.length));

/** Returns the entity of the innermost group at the end of a text whose quoted parts are blanked. */
function findEntityAt(text: string, entity: Entity): Entity {
  const around: Entity[] = [entity];
  for (const [, prefix, bracket] of text.matchAll(/(?:([\w.]+)\s*:\s*)?([()])/g)) {
    if (bracket === ')') around.pop();
    else around.push(PREFIXES[prefix?.toLowerCase() ?? ''] ?? around.at(-1) ?? entity);
  }
  return around.at(-1) ?? entity;
}

const isNumeric = ({ kind }: QueryField) => kind === 'integer' || kind === 'number' || kind === 'time';

const OPERATORS: readonly Completion[] = [
  [':', 'is; of a text: contains'],
  ['>=', 'at least'],
  ['<=', 'at most'],
  ['>', 'more than'],
  ['<', 'less than'],
].map(([text = '', detail = '']) => ({ text, kind: 'operator', detail }));

const FORMS: Readonly<Record<'text' | 'number' | 'time', readonly Completion[]>> = {
  text: [],
  number: [{ text: '[3 .. 5]', kind: 'value', detail: 'from … to' }],
  time: [
    { text: '[now-7d .. now]', kind: 'value', detail: 'the last seven days' },
    { text: '[now-30d .. now]', kind: 'value', detail: 'the last thirty days' },
  ],
};

const startsWithText = (partial: string) => (option: Completion) =>
  option.text.toLowerCase().startsWith(partial.toLowerCase());
const containsText = (partial: string) => (option: Completion) =>
  option.text.toLowerCase().includes(partial.toLowerCase());

/** Sorts candidates that start with the text before those that contain it. */
function findMatching(options: readonly Completion[], partial: string): Completion[] {
  const first = options.filter(startsWithText(partial));
  return [...first, ...options.filter((option) => !first.includes(option) && containsText(partial)(option))].slice(
    0,
    MOST,
  );
}

const formatValue = (value: string, field: QueryField): string =>
  isNumeric(field) || (field.kind === 'word' && /^[\w.-]+$/.test(value))
    ? value
    : `"${value.replaceAll(/["\\]/g, '\\$&')}"`;

function completeValues(entity: Entity, name: string, field: QueryField, known: KnownValues): Completion[] {
  const named = Object.entries(field.words ?? {}).map(([word, number]) => ({ value: word, detail: String(number) }));
  const values = [...new Set([...known(entity, name), ...(field.values ?? [])])].map((value) => ({
    value,
    detail: '',
  }));
  const options = [...values, ...named].map(({ value, detail }) => ({
    text: formatValue(value, field),
    kind: 'value' as const,
    detail,
  }));
  return [...options, ...FORMS[field.kind === 'time' ? 'time' : isNumeric(field) ? 'number' : 'text']];
}

function completeFields(entity: Entity, prefix: string): Completion[] {
  return Object.entries(FIELDS[entity]).map(([name, { summary }]) => ({
    text: prefix + name,
    kind: 'field',
    detail: summary,
  }));
}

function completeNames(entity: Entity, partial: string): Completion[] {
  const dot = partial.indexOf('.');
  const prefixed = dot < 0 ? undefined : PREFIXES[partial.slice(0, dot).toLowerCase()];
  if (prefixed) return completeFields(prefixed, partial.slice(0, dot + 1));
  const other = otherEntity(entity);
  return [
    ...completeFields(entity, ''),
    { text: other === 'asset' ? 'inventory:(' : 'findings:(', kind: 'group', detail: `conditions on its ${other}` },
    { text: 'not', kind: 'word', detail: 'the opposite' },
    ...(partial === '' ? [] : completeFields(other, other === 'asset' ? 'asset.' : 'findings.')),
  ];
}

const JOINS: readonly Completion[] = [
  { text: 'and', kind: 'word', detail: 'both' },
  { text: 'or', kind: 'word', detail: 'one of them' },
];

/** Value that is being typed: its field and the text so far. */
const VALUE =
  /([\w.]+)\s*(?::|!=|>=|<=|=|>|<)\s*(?:[[(][^\])]*?[,[(]\s*|[[(]\s*|[[(][^\])]*\.\.\s*)?(["`]?[^\s"`()[\],]*)$/;

function completeValueAt(before: string, text: string, entity: Entity, known: KnownValues): Completions | undefined {
  const [, name = '', partial = ''] = VALUE.exec(before) ?? [];
  const found = name === '' || PREFIXES[name.toLowerCase()] ? undefined : findField(name, findEntityAt(before, entity));
  const field = found && getField(found.entity, found.field);
  if (!found || !field) return undefined;
  const from = before.length - partial.length;
  const typed = text.slice(from, before.length).replace(/^["`]/, '');
  return {
    from,
    to: before.length,
    options: findMatching(completeValues(found.entity, found.field, field, known), typed),
  };
}

/** Returns completions at `cursor` in a query about `entity`: fields, operators, values, keywords. */
export function completeQuery(
  text: string,
  cursor: number,
  entity: Entity,
  known: KnownValues = () => [],
): Completions {
  const head = text.slice(0, cursor);
  const before = blankText(head);
  const value = completeValueAt(before, head, entity, known);
  if (value) return value;
  const [partial = ''] = /[\w.]*$/.exec(before) ?? [];
  const from = before.length - partial.length;
  const previous = before.slice(0, from).trimEnd();
  const about = findEntityAt(before, entity);
  const named = previous.match(/[\w.]+$/)?.[0];
  const isName = named !== undefined && !/^(?:and|or|not)$/i.test(named);
  if (partial === '' && isName && findField(named, about) && !/[:<>=]\s*[\w.]+$/.test(previous))
    return { from, to: cursor, options: OPERATORS };
  const isAfterTerm = previous !== '' && !/(?:\(|\b(?:and|or|not))$/i.test(previous);
  return {
    from,
    to: cursor,
    options: findMatching([...(isAfterTerm ? JOINS : []), ...completeNames(about, partial)], partial),
  };
}
