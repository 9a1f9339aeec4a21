import { type Entity, joinQueries, listConjuncts, type Query } from './query.ts';

/** Returns true if a query tests this field only. */
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

/** Removes the conditions on one field; returns the same object if there are none. */
export function removeField(query: Query, entity: Entity, field: string): Query {
  const of = listConjuncts(query);
  const others = of.filter((one) => !isAbout(one, entity, field));
  return others.length === of.length ? query : joinQueries('and', others);
}
