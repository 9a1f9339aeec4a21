import { type RawBuilder, sql } from 'kysely';
import { engineError } from '../../base/errors/index.ts';
import { formatSuggestion } from '../../base/suggestion/index.ts';
import { DIALECTS, type Entity, FIELDS, findField, getField } from '../query/index.ts';
import type { Store } from '../store/index.ts';

/** Order of a list: by a column's field, then by the row's number. */
export interface Sort {
  /** As written: `risk`, or `-risk` for descending order. */
  readonly text: string;
  readonly column: string;
  readonly isText: boolean;
  readonly isDescending: boolean;
}

/** Worst first. */
export const DEFAULT_SORT = '-risk';

const listSortableFields = (entity: Entity): string[] =>
  Object.entries(FIELDS[entity]).flatMap(([name, { place }]) => ('column' in place ? [name] : []));

/** Parses `risk` or `-firstFoundOn`. Throws QUERY_SORT_INVALID. */
export function parseSort(text: string, entity: Entity): Sort {
  const isDescending = text.startsWith('-');
  const given = isDescending ? text.slice(1) : text;
  const found = findField(given, entity);
  const field = found?.entity === entity ? getField(entity, found.field) : undefined;
  if (!found || !field || !('column' in field.place)) {
    const choices = listSortableFields(entity);
    throw engineError('QUERY_SORT_INVALID', {
      entity,
      sort: given,
      choices: choices.join(', '),
      meant: formatSuggestion(given, choices),
    });
  }
  const isText = field.kind === 'text' || field.kind === 'word';
  return { text: (isDescending ? '-' : '') + found.field, column: field.place.column, isText, isDescending };
}

/** Builds the sort expressions for the table with this alias. */
export function buildSortKey({ column, isText }: Sort, alias: string, kind: Store['kind']): RawBuilder<unknown> {
  const value = sql.ref(`${alias}.${column}`);
  return isText ? DIALECTS[kind].folded(value) : value;
}
