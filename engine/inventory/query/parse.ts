import { type EngineError, type ErrorCode, engineError, isEngineError } from '../../base/errors/index.ts';
import { didYouMean } from '../../manifest/meant.ts';
import { FIELDS, type Field, fieldOf, findField, PREFIXES } from './fields.ts';
import { ALL, type Entity, joined, type Query, type Test } from './query.ts';
import type { Scalar } from './scan.ts';
import { parseSyntax, type Syntax } from './syntax.ts';
import { isRefusal, type Refusal, testOf } from './test-of.ts';

/** What is wrong with a query, and where: `from` and `to` count characters of the text. */
interface QueryIssue {
  readonly code: ErrorCode;
  readonly message: string;
  readonly fix: string;
  readonly from: number;
  readonly to: number;
}

/** A query, or all that is wrong with it. */
export type ReadQuery =
  | { readonly query: Query; readonly issues: readonly [] }
  | { readonly query?: undefined; readonly issues: readonly QueryIssue[] };

interface Problem {
  readonly error: EngineError;
  readonly from: number;
  readonly to: number;
}

const BEST_KNOWN = 12;

function unknownField({ text, from, to }: Scalar, entity: Entity): Problem {
  const [own, other] = entity === 'asset' ? [FIELDS.asset, FIELDS.finding] : [FIELDS.finding, FIELDS.asset];
  const dot = text.indexOf('.');
  const prefixed = dot < 0 ? undefined : PREFIXES[text.slice(0, dot).toLowerCase()];
  const known = Object.keys(prefixed ? FIELDS[prefixed] : { ...own, ...other });
  const meant = didYouMean(prefixed ? text.slice(dot + 1) : text, known);
  const error = engineError('QUERY_FIELD_UNKNOWN', {
    field: text,
    position: from + 1,
    fields: `${known.slice(0, BEST_KNOWN).join(', ')}, …`,
    meant,
  });
  return { error, from, to };
}

function badValue(field: string, { refused, problem, fix }: Refusal): Problem {
  const { text, from, to } = refused;
  return {
    error: engineError('QUERY_VALUE_INVALID', { field, value: text, position: from + 1, problem, fix }),
    from,
    to,
  };
}

/** Free text is looked for in several texts: a word of any kind is contained, or begins one. */
const FREE: Field = { kind: 'text', place: { path: [] }, summary: '' };

type Resolve = (syntax: Syntax, entity: Entity) => Query;

function resolver(problems: Problem[]): Resolve {
  const tested = (name: string, test: Test | Refusal, make: (test: Test) => Query): Query => {
    if (!isRefusal(test)) return make(test);
    problems.push(badValue(name, test));
    return ALL;
  };
  const term = ({ name, op, value }: Syntax & { kind: 'field' }, about: Entity): Query => {
    const found = findField(name.text, about);
    const field = found && fieldOf(found.entity, found.field);
    if (!found || !field) {
      problems.push(unknownField(name, about));
      return ALL;
    }
    const query = tested(found.field, testOf(field, op, value), (test) => ({ kind: 'term', ...found, test }));
    return op === '!=' ? { kind: 'not', of: query } : query;
  };
  const resolve: Resolve = (syntax, entity) => {
    switch (syntax.kind) {
      case 'and':
      case 'or':
        return joined(
          syntax.kind,
          syntax.of.map((one) => resolve(one, entity)),
        );
      case 'not':
        return { kind: 'not', of: resolve(syntax.of, entity) };
      case 'within': {
        const of = resolve(syntax.of, syntax.entity);
        // A group of its own entity says nothing that brackets do not.
        return syntax.entity === entity ? of : { kind: 'within', entity: syntax.entity, of };
      }
      case 'field':
        return term(syntax, entity);
      case 'text':
        return tested('text', testOf(FREE, ':', { kind: 'one', of: syntax.value }), (test) => ({ kind: 'text', test }));
    }
  };
  return resolve;
}

const issueOf = ({ error, from, to }: Problem): QueryIssue => ({
  code: error.code,
  message: error.message,
  fix: error.fix,
  from,
  to,
});

function syntaxProblem(error: unknown, text: string): Problem {
  if (!isEngineError(error, 'QUERY_SYNTAX')) throw error;
  const from = Math.min(Number(error.details['position']) - 1, text.length);
  return { error, from, to: Math.min(from + 1, text.length) };
}

function problemsOf(text: string, entity: Entity): { query: Query; problems: readonly Problem[] } {
  const problems: Problem[] = [];
  try {
    const syntax = parseSyntax(text.toWellFormed());
    return { query: syntax ? resolver(problems)(syntax, entity) : ALL, problems };
  } catch (error) {
    return { query: ALL, problems: [syntaxProblem(error, text)] };
  }
}

/** A query's text, about `entity` → the query, or every issue with its place. An empty text asks for all. */
export function readQuery(text: string, entity: Entity): ReadQuery {
  const { query, problems } = problemsOf(text, entity);
  return problems.length === 0 ? { query, issues: [] } : { issues: problems.map(issueOf) };
}

/** As `readQuery`. Throws the first issue: QUERY_SYNTAX, QUERY_FIELD_UNKNOWN, QUERY_VALUE_INVALID. */
export function parseQuery(text: string, entity: Entity): Query {
  const { query, problems } = problemsOf(text, entity);
  const [first] = problems;
  if (first) throw first.error;
  return query;
}
