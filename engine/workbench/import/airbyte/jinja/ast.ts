/** Operators with two operands. */
export type Operator =
  | 'or'
  | 'and'
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | 'in'
  | 'not in'
  | '~'
  | '+'
  | '-'
  | '*'
  | '/'
  | '//'
  | '%'
  | '**';

/** Arguments of a call, a filter or a test. */
export interface Arguments {
  readonly args: readonly JinjaNode[];
  readonly named: Readonly<Record<string, JinjaNode>>;
}

/** Expression of the template language. */
export type JinjaNode =
  | { readonly kind: 'const'; readonly value: string | number | boolean | null }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'item'; readonly of: JinjaNode; readonly key: JinjaNode }
  | { readonly kind: 'slice'; readonly of: JinjaNode; readonly start?: JinjaNode; readonly end?: JinjaNode }
  | ({ readonly kind: 'call'; readonly of: JinjaNode; readonly method?: string } & Arguments)
  | ({ readonly kind: 'filter'; readonly of: JinjaNode; readonly name: string } & Arguments)
  | ({ readonly kind: 'test'; readonly of: JinjaNode; readonly name: string } & Arguments)
  | { readonly kind: 'binary'; readonly operator: Operator; readonly left: JinjaNode; readonly right: JinjaNode }
  | { readonly kind: 'not'; readonly of: JinjaNode }
  | { readonly kind: 'negative'; readonly of: JinjaNode }
  | { readonly kind: 'choice'; readonly test: JinjaNode; readonly yes: JinjaNode; readonly otherwise?: JinjaNode }
  | { readonly kind: 'list'; readonly members: readonly JinjaNode[] }
  | { readonly kind: 'dict'; readonly members: readonly (readonly [JinjaNode, JinjaNode])[] }
  /** Text with expressions in it. */
  | { readonly kind: 'text'; readonly parts: readonly JinjaNode[] };

/** Node of a constant. */
export const constant = (value: string | number | boolean | null): JinjaNode => ({ kind: 'const', value });
