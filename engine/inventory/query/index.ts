export { type Completion, type Completions, complete, type KnownValues } from './complete.ts';
export { DIALECTS, type Dialect } from './dialect.ts';
export { FIELDS, type Field, fieldOf, findField, type Kind } from './fields.ts';
export { parseQuery, type QueryIssue, type ReadQuery, readQuery } from './parse.ts';
export { printQuery } from './print.ts';
export { ALL, conjuncts, type Entity, joined, type Query, type Test } from './query.ts';
export { hasValue, toggleValue } from './toggle.ts';
export { type Target, valueOfField, whereOf } from './where.ts';
export { without } from './without.ts';
