import type { Header } from '../../manifest/types.generated.ts';
import { collectRendered, compileClause, type RequestPart, thenRendered } from './value.ts';

type Headers = Readonly<Record<string, Header>>;

/** Merges layers of headers by lower-case name, later layers taking precedence. Throws TEMPLATE_SYNTAX, EXPRESSION_SYNTAX. */
export const compileHeaders = (
  ...layers: readonly (Headers | undefined)[]
): RequestPart<Readonly<Record<string, string>>> => {
  const entries = layers.flatMap((layer) => Object.entries(layer ?? {}));
  const byName = new Map(entries.map(([name, value]) => [name.toLowerCase(), value]));
  const names = [...byName.keys()];
  const values = [...byName.values()].map((value) => compileClause(value, 'header'));
  const toHeaders = (texts: readonly (string | undefined)[]) =>
    Object.fromEntries(
      names.flatMap((name, index) => {
        const text = texts[index];
        return text === undefined ? [] : [[name, text] as const];
      }),
    );
  return {
    names: values.flatMap((value) => value.names),
    render: (scope, options) =>
      thenRendered(collectRendered(values.map((value) => value.render(scope, options))), toHeaders),
  };
};
