export { completeQuery, type KnownValues } from './complete.ts';
export { DIALECTS } from './dialect.ts';
export { FIELDS, findField, getField, type QueryField } from './fields.ts';
export { parseQuery, readQuery } from './parse.ts';
export { printQuery } from './print.ts';
export { ALL, type Entity, joinQueries, type Query, type Test } from './query.ts';
export { hasValue, toggleValue } from './toggle.ts';
export { buildWhere } from './where.ts';
export { removeField } from './without.ts';
