import { compileExpression } from '../../language/expression/index.ts';
import { buildParameter, buildPatch } from './page-parameters.ts';
import { parseToken } from './page-token.ts';
import type { PageFacts, Variant } from './paginator.ts';
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

/** Cursor pagination: each page contains the token of the next one. The position is the token, null on the first page. */
export const createCursorVariant = (spec: CursorPaginator): Variant => {
  const read = compileReader(spec);
  return {
    first: null,
    size: spec.size,
    patch: (at) =>
      buildPatch(spec.into, {
        ...(at === null ? {} : { [spec.cursorParam]: typeof at === 'number' ? at : String(at) }),
        ...buildParameter(spec.sizeParam, spec.size),
      }),
    next: async (_at, page) => parseToken(await read(page)),
  };
};
