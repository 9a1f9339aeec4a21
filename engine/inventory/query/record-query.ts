import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { engineError } from '../../base/errors/index.ts';
import { DIALECTS } from './dialect.ts';
import type { QueryField } from './fields.ts';
import { isRefusal, resolveTest } from './resolve-test.ts';
import { createQuerySyntaxError } from './scan.ts';
import { parseSyntax, type Syntax } from './syntax.ts';
import { buildValueTest, combineConditions } from './value-test.ts';

type SqlCondition = RawBuilder<SqlBool>;

/** Rows that a query about records filters. */
export interface RecordTarget {
  readonly kind: 'sqlite' | 'postgres';
  /** Column with the record's JSON. */
  readonly record: RawBuilder<unknown>;
  /** Epoch ms. */
  readonly now: number;
}

type Term = Syntax & { readonly kind: 'field' };

/** Returns the first written value of a term. */
const firstValue = ({ value }: Term) =>
  value.kind === 'one' ? value.of : value.kind === 'list' ? value.of[0] : value.from;

/** Chooses how a path is compared: the records have no declared types, so the value decides. */
function describeField(term: Term): QueryField {
  const isCompared = !(term.op === ':' || term.op === '=' || term.op === '!=') || term.value.kind === 'range';
  const text = firstValue(term)?.text ?? '';
  const kind = !isCompared ? 'word' : /^-?\d+(?:\.\d+)?$/.test(text) ? 'number' : 'time';
  return { kind, place: { path: [] }, summary: '' };
}

function splitPath({ name }: Term): readonly string[] {
  const path = name.text.split('.');
  if (!path.includes('')) return path;
  throw createQuerySyntaxError(
    name.from,
    `invalid path "${name.text}"`,
    'Separate the names of a path by single dots.',
  );
}

function buildTerm(term: Term, { kind, record, now }: RecordTarget): SqlCondition {
  const field = describeField(term);
  const test = resolveTest(field, term.op, term.value);
  if (isRefusal(test)) {
    const { refused, problem, fix } = test;
    const details = { field: term.name.text, value: refused.text, position: refused.from + 1, problem, fix };
    throw engineError('QUERY_VALUE_INVALID', details);
  }
  const dialect = DIALECTS[kind];
  const condition = dialect.anyValue(record, splitPath(term), ({ text, number }) =>
    field.kind === 'number'
      ? buildValueTest(test, { value: number, as: 'number' }, { dialect, now })
      : buildValueTest(test, { value: text, as: field.kind === 'time' ? 'iso' : 'text' }, { dialect, now }),
  );
  return term.op === '!=' ? sql`not ${condition}` : condition;
}

function buildCondition(syntax: Syntax, target: RecordTarget): SqlCondition {
  switch (syntax.kind) {
    case 'and':
    case 'or':
      return combineConditions(
        syntax.kind,
        syntax.of.map((one) => buildCondition(one, target)),
      );
    case 'not':
      return sql`not ${buildCondition(syntax.of, target)}`;
    case 'within':
      throw createQuerySyntaxError(0, 'records have no assets or findings', 'Use paths of the record: status:open.');
    case 'field':
      return buildTerm(syntax, target);
    case 'text': {
      const { text } = syntax.value;
      const dialect = DIALECTS[target.kind];
      return buildValueTest(
        { kind: 'contains', text },
        { value: target.record, as: 'text' },
        { dialect, now: target.now },
      );
    }
  }
}

/**
 * Builds the condition of a query about records of any shape: names are paths in the record, such as `address.city`. Every
 * path and value becomes a parameter. Throws QUERY_SYNTAX, QUERY_VALUE_INVALID.
 */
export function buildRecordWhere(text: string, target: RecordTarget): SqlCondition {
  const syntax = parseSyntax(text);
  return syntax ? buildCondition(syntax, target) : combineConditions('and', []);
}
