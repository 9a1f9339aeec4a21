export { complete, type KnownValues } from './complete.ts';
export { DIALECTS } from './dialect.ts';
export { FIELDS, type Field, fieldOf, findField } from './fields.ts';
export { parseQuery, readQuery } from './parse.ts';
export { printQuery } from './print.ts';
export { ALL, type Entity, joined, type Query, type Test } from './query.ts';
export { hasValue, toggleValue } from './toggle.ts';
export { whereOf } from './where.ts';
export { without } from './without.ts';
