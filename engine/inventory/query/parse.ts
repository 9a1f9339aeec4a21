import { type EngineError, type ErrorCode, engineError, isEngineError } from '../../base/errors/index.ts';
import { formatSuggestion } from '../../base/suggestion/index.ts';
import { FIELDS, findField, getField, PREFIXES, type QueryField } from './fields.ts';
import { ALL, type Entity, joinQueries, type Query, type Test } from './query.ts';
import { isRefusal, resolveTest, type ValueRefusal } from './resolve-test.ts';
import type { Scalar } from './scan.ts';
import { parseSyntax, type Syntax } from './syntax.ts';

/** Problem of a query and its position: `from` and `to` are character offsets. */
interface QueryIssue {
  readonly code: ErrorCode;
  readonly message: string;
  readonly fix: string;
  readonly from: number;
  readonly to: number;
}

/** Parsed query, or all of its problems. */
export type ReadQuery =
  | { readonly query: Query; readonly issues: readonly [] }
  | { readonly query?: undefined; readonly issues: readonly QueryIssue[] };

interface Problem {
  readonly error: EngineError;
  readonly from: number;
  readonly to: number;
}

const BEST_KNOWN = 12;

function describeUnknownField({ text, from, to }: Scalar, entity: Entity): Problem {
  const [own, other] = entity === 'asset' ? [FIELDS.asset, FIELDS.finding] : [FIELDS.finding, FIELDS.asset];
  const dot = text.indexOf('.');
  const prefixed = dot < 0 ? undefined : PREFIXES[text.slice(0, dot).toLowerCase()];
  const known = Object.keys(prefixed ? FIELDS[prefixed] : { ...own, ...other });
  const meant = formatSuggestion(prefixed ? text.slice(dot + 1) : text, known);
  const error = engineError('QUERY_FIELD_UNKNOWN', {
    field: text,
    position: from + 1,
    fields: `${known.slice(0, BEST_KNOWN).join(', ')}, …`,
    meant,
  });
  return { error, from, to };
}

function describeBadValue(field: string, { refused, problem, fix }: ValueRefusal): Problem {
  const { text, from, to } = refused;
  return {
    error: engineError('QUERY_VALUE_INVALID', { field, value: text, position: from + 1, problem, fix }),
    from,
    to,
  };
}

/** Tests of free text against several fields: substring, or prefix for words. */
const FREE: QueryField = { kind: 'text', place: { path: [] }, summary: '' };

type Resolve = (syntax: Syntax, entity: Entity) => Query;

function createResolver(problems: Problem[]): Resolve {
  const tested = (name: string, test: Test | ValueRefusal, make: (test: Test) => Query): Query => {
    if (!isRefusal(test)) return make(test);
    problems.push(describeBadValue(name, test));
    return ALL;
  };
  const term = ({ name, op, value }: Syntax & { kind: 'field' }, about: Entity): Query => {
    const found = findField(name.text, about);
    const field = found && getField(found.entity, found.field);
    if (!found || !field) {
      problems.push(describeUnknownField(name, about));
      return ALL;
    }
    const query = tested(found.field, resolveTest(field, op, value), (test) => ({ kind: 'term', ...found, test }));
    return op === '!=' ? { kind: 'not', of: query } : query;
  };
  const resolve: Resolve = (syntax, entity) => {
    switch (syntax.kind) {
      case 'and':
      case 'or':
        return joinQueries(
          syntax.kind,
          syntax.of.map((one) => resolve(one, entity)),
        );
      case 'not':
        return { kind: 'not', of: resolve(syntax.of, entity) };
      case 'within': {
        const of = resolve(syntax.of, syntax.entity);
        // A group of the query's own entity is the same as parentheses.
        return syntax.entity === entity ? of : { kind: 'within', entity: syntax.entity, of };
      }
      case 'field':
        return term(syntax, entity);
      case 'text':
        return tested('text', resolveTest(FREE, ':', { kind: 'one', of: syntax.value }), (test) => ({
          kind: 'text',
          test,
        }));
    }
  };
  return resolve;
}

const toIssue = ({ error, from, to }: Problem): QueryIssue => ({
  code: error.code,
  message: error.message,
  fix: error.fix,
  from,
  to,
});

function toSyntaxProblem(error: unknown, text: string): Problem {
  if (!isEngineError(error, 'QUERY_SYNTAX')) throw error;
  const from = Math.min(Number(error.details['position']) - 1, text.length);
  return { error, from, to: Math.min(from + 1, text.length) };
}

function findProblems(text: string, entity: Entity): { query: Query; problems: readonly Problem[] } {
  const problems: Problem[] = [];
  try {
    const syntax = parseSyntax(text.toWellFormed());
    return { query: syntax ? createResolver(problems)(syntax, entity) : ALL, problems };
  } catch (error) {
    return { query: ALL, problems: [toSyntaxProblem(error, text)] };
  }
}

/** Parses a query about `entity`; returns the query, or every problem with its position. An empty text matches everything. */
export function readQuery(text: string, entity: Entity): ReadQuery {
  const { query, problems } = findProblems(text, entity);
  return problems.length === 0 ? { query, issues: [] } : { issues: problems.map(toIssue) };
}

/** Parses like `readQuery`, but throws the first problem: QUERY_SYNTAX, QUERY_FIELD_UNKNOWN, QUERY_VALUE_INVALID. */
export function parseQuery(text: string, entity: Entity): Query {
  const { query, problems } = findProblems(text, entity);
  const [first] = problems;
  if (first) throw first.error;
  return query;
}
