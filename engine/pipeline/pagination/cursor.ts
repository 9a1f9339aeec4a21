import { compileExpression } from '../../language/expression/index.ts';
import type { PageFacts, Variant } from './paginator.ts';
import { parameter, place } from './place.ts';
import type { CursorPaginator } from './spec.ts';
import { tokenOf } from './token.ts';

type Read = (page: PageFacts) => unknown;

/** Where the token of the next page stands. Throws EXPRESSION_SYNTAX. */
function reader({ from, cursor = '', header = '' }: CursorPaginator): Read {
  if (from === 'header') {
    const name = header.toLowerCase();
    return ({ headers }) => (Object.hasOwn(headers, name) ? headers[name] : undefined);
  }
  const expression = compileExpression(cursor);
  if (from === 'body') return ({ envelope, bindings = {} }) => expression.evaluate(envelope, bindings);
  return ({ lastItem, bindings = {} }) =>
    lastItem === undefined ? undefined : expression.evaluate(lastItem, bindings);
}

/** A token from the page before; the position is the token, null on the first page. */
export const cursor = (spec: CursorPaginator): Variant => {
  const read = reader(spec);
  return {
    first: null,
    size: spec.size,
    patch: (at) =>
      place(spec.into, {
        ...(at === null ? {} : { [spec.cursorParam]: typeof at === 'number' ? at : String(at) }),
        ...parameter(spec.sizeParam, spec.size),
      }),
    next: async (_at, page) => tokenOf(await read(page)),
  };
};
