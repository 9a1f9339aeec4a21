import { stableStringify } from '../../base/json/index.ts';
import { compileExpression } from '../../language/expression/index.ts';
import { buildParameter, buildPatch } from './page-parameters.ts';
import { parseToken } from './page-token.ts';
import type { PageFacts, Position, Variant } from './paginator.ts';
import type { RepeatCause } from './repeats.ts';
import type { CursorPaginator } from './spec.ts';

type Read = (page: PageFacts) => unknown;

/** Compiles the reader of the next page's token. Throws EXPRESSION_SYNTAX. */
function compileReader({ from, cursor = '', header = '' }: CursorPaginator): Read {
  if (from === 'header') {
    const name = header.toLowerCase();
    return ({ headers }) => (Object.hasOwn(headers, name) ? headers[name] : undefined);
  }
  const expression = compileExpression(cursor);
  if (from === 'body') return ({ envelope, bindings = {} }) => expression.evaluate(envelope, bindings);
  return ({ lastItem, bindings = {} }) =>
    lastItem === undefined ? undefined : expression.evaluate(lastItem, bindings);
}

/**
 * Cursor pagination: each page contains the token of the next one. The position is the token; on the first page, it is
 * `first`, or null and not sent.
 */
export const createCursorVariant = (spec: CursorPaginator): Variant => {
  const read = compileReader(spec);
  const { first = null } = spec;
  const isSent = (at: Position): boolean => at !== null || spec.first !== undefined;
  /** Returns true if all items of a page have one cursor value: its items are in the order of the cursor. */
  const isTied = async (page: PageFacts): Promise<boolean> => {
    if (page.firstItem === undefined || page.lastItem === undefined) return false;
    const ends = [
      await read(Object.create(page, { lastItem: { value: page.firstItem } }) as PageFacts),
      await read(page),
    ].map((value) => parseToken(value));
    const [start, end] = ends.map((token) => (token.kind === 'at' ? stableStringify(token.at) : undefined));
    return start !== undefined && start === end;
  };
  const explain = async (repeated: 'token' | 'content', page: PageFacts): Promise<RepeatCause> => {
    if (spec.from !== 'lastItem') return repeated;
    return (await isTied(page)) ? 'ties' : 'ignored';
  };
  return {
    first: first as Position,
    size: spec.size,
    patch: (at) =>
      buildPatch(spec.into, {
        ...(isSent(at) ? buildParameter(spec.cursorParam, at) : {}),
        ...buildParameter(spec.sizeParam, spec.size),
      }),
    next: async (_at, page) => parseToken(await read(page)),
    explain: (repeated, _at, page) => explain(repeated, page),
  };
};
