/** Predicate or index binding after a step. */
export interface Stage {
  readonly type: 'filter' | 'index';
  readonly expr: Ast;
  readonly value: string;
  readonly position: number;
}

/** Location at which a parent operator (`%`) finds its value. */
interface ParentSlot {
  readonly label: string;
  readonly level: number;
  readonly index: number;
}

/** Group-by clause: pairs of key and value expressions. */
export interface Group {
  readonly lhs: readonly (readonly [Ast, Ast])[];
  readonly position: number;
}

/** Properties that any node may have. */
interface Carried {
  readonly position?: number;
  readonly keepArray?: boolean;
  readonly keepSingletonArray?: boolean;
  readonly consarray?: boolean;
  readonly predicate?: readonly Stage[];
  readonly stages?: readonly Stage[];
  readonly group?: Group;
  readonly focus?: string;
  readonly index?: string;
  readonly ancestor?: ParentSlot;
  readonly tuple?: boolean;
}

interface Literal<T extends string, V> extends Carried {
  readonly type: T;
  readonly value: V;
}

export interface PathNode extends Carried {
  readonly type: 'path';
  readonly steps: readonly Ast[];
}

export interface BinaryNode extends Carried {
  readonly type: 'binary';
  readonly value: BinaryOperator;
  readonly lhs: Ast;
  readonly rhs: Ast;
}

export type BinaryOperator =
  | '+'
  | '-'
  | '*'
  | '/'
  | '%'
  | '='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | '&'
  | '..'
  | 'in'
  | 'and'
  | 'or';

/** Node of `-x`, `[…]` and `{…}`; `value` distinguishes them and determines the other keys. */
export interface UnaryNode extends Carried {
  readonly type: 'unary';
  readonly value: '-' | '[' | '{';
  readonly expression: Ast;
  readonly expressions: readonly Ast[];
  readonly lhs: readonly (readonly [Ast, Ast])[];
}

export interface ConditionNode extends Carried {
  readonly type: 'condition';
  readonly condition: Ast;
  readonly then: Ast;
  readonly else?: Ast;
}

export interface BlockNode extends Carried {
  readonly type: 'block';
  readonly expressions: readonly Ast[];
}

export interface BindNode extends Carried {
  readonly type: 'bind';
  readonly lhs: VariableNode;
  readonly rhs: Ast;
}

export interface CallNode extends Carried {
  readonly type: 'function' | 'partial';
  readonly procedure: Ast;
  readonly arguments: readonly Ast[];
}

/** Function signature as parsed by jsonata, on lambdas and built-ins. */
export interface Signature {
  readonly definition: string;
  validate(args: readonly unknown[], context: unknown): unknown[];
}

export interface LambdaNode extends Carried {
  readonly type: 'lambda';
  readonly arguments: readonly VariableNode[];
  readonly body: Ast;
  readonly thunk?: boolean;
  readonly signature?: Signature;
}

export interface ApplyNode extends Carried {
  readonly type: 'apply';
  readonly lhs: Ast;
  readonly rhs: Ast;
}

export interface SortNode extends Carried {
  readonly type: 'sort';
  readonly terms: readonly { readonly descending: boolean; readonly expression: Ast }[];
}

export interface TransformNode extends Carried {
  readonly type: 'transform';
  readonly pattern: Ast;
  readonly update: Ast;
  readonly delete?: Ast;
}

export interface ParentNode extends Carried {
  readonly type: 'parent';
  readonly slot: ParentSlot;
}

export type NameNode = Literal<'name', string>;
export type VariableNode = Literal<'variable', string>;
export type WildcardNode = Literal<'wildcard', string>;
export type DescendantNode = Literal<'descendant', string>;
export type RegexNode = Literal<'regex', RegExp>;
type OperatorNode = Literal<'operator', string>;
export type ScalarNode =
  | Literal<'string', string>
  | Literal<'number', number>
  | Literal<'value', boolean | null | undefined>;

/** Typed syntax tree of jsonata after its post-processing (flattened paths, marked tail calls). */
export type Ast =
  | PathNode
  | BinaryNode
  | UnaryNode
  | ConditionNode
  | BlockNode
  | BindNode
  | CallNode
  | LambdaNode
  | ApplyNode
  | SortNode
  | TransformNode
  | ParentNode
  | NameNode
  | VariableNode
  | WildcardNode
  | DescendantNode
  | RegexNode
  | OperatorNode
  | ScalarNode;

/** Node of one type. */
export type NodeOf<T extends Ast['type']> = Extract<Ast, { readonly type: T }>;
