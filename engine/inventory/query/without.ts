import { type Entity, joinQueries, listConjuncts, type Query } from './query.ts';

/** Whether a query asks of this field and of nothing else. */
function isAbout(query: Query, entity: Entity, field: string): boolean {
  switch (query.kind) {
    case 'term':
      return query.entity === entity && query.field === field;
    case 'not':
      return isAbout(query.of, entity, field);
    case 'within':
      return isAbout(query.of, entity, field);
    case 'and':
    case 'or':
      return query.of.every((one) => isAbout(one, entity, field));
    default:
      return false;
  }
}

/** The query without the conditions on one field; the same object where there are none. */
export function removeField(query: Query, entity: Entity, field: string): Query {
  const of = listConjuncts(query);
  const others = of.filter((one) => !isAbout(one, entity, field));
  return others.length === of.length ? query : joinQueries('and', others);
}
