import type { Moment } from './moment.ts';
import type { Entity, Query, Test } from './query.ts';

/** Prefixes of groups and names of the other entity. */
const PREFIX: Readonly<Record<Entity, string>> = { asset: 'asset', finding: 'findings' };
const GROUP: Readonly<Record<Entity, string>> = { asset: 'inventory', finding: 'findings' };

const quoteBetween = (quote: string, text: string) => quote + text.replaceAll(/["`\\]/g, '\\$&') + quote;

// `2025-03-01 12:00` is also a time.
const formatMoment = ({ text }: Moment): string => (/[\s,]/.test(text) ? quoteBetween('"', text) : text);

const formatEnd = (value: number | Moment | undefined): string =>
  value === undefined ? '*' : typeof value === 'number' ? String(value) : formatMoment(value);

// `same` comes from an unquoted word, so it can be printed unquoted.
function formatValue(test: Test): string {
  switch (test.kind) {
    case 'contains':
      return quoteBetween('"', test.text);
    case 'equals':
      return quoteBetween('`', test.text);
    case 'prefix':
      return `${test.text}*`;
    case 'same':
      return test.text;
    case 'present':
      return '*';
    case 'number':
      return String(test.value);
    case 'time':
      return formatMoment(test.value);
    case 'numbers':
    case 'times':
      return `[${formatEnd(test.from)} .. ${formatEnd(test.to)}]`;
    case 'any':
      return `[${test.of.map(formatValue).join(', ')}]`;
  }
}

function formatTest(name: string, test: Test): string {
  const isCompared = (test.kind === 'number' || test.kind === 'time') && test.op !== '=';
  return isCompared ? `${name} ${test.op} ${formatValue(test)}` : `${name}:${formatValue(test)}`;
}

function formatTerm({ entity, field, test }: Query & { kind: 'term' }, about: Entity): string {
  const isOwn = entity === about;
  return formatTest(isOwn ? field : `${PREFIX[entity]}.${field}`, test);
}

const formatBracketed = (query: Query, about: Entity): string => {
  const text = printQuery(query, about);
  return query.kind === 'and' || query.kind === 'or' ? `(${text})` : text;
};

/** Prints a query about `entity`; parsing the text returns the same query. */
export function printQuery(query: Query, entity: Entity): string {
  switch (query.kind) {
    case 'all':
      return '';
    case 'and':
      return query.of.map((one) => formatBracketed(one, entity)).join(' and ');
    case 'or':
      return query.of.map((one) => formatBracketed(one, entity)).join(' or ');
    case 'not':
      return `not ${formatBracketed(query.of, entity)}`;
    case 'within':
      return `${GROUP[query.entity]}:(${printQuery(query.of, query.entity)})`;
    case 'term':
      return formatTerm(query, entity);
    case 'text':
      return formatValue(query.test);
  }
}
