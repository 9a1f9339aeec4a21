/** Names and input at a site; the lint rule scope/unknown-name lists the names of each. */
export type Sees =
  | 'settings'
  | 'config'
  | 'session'
  | 'signing'
  | 'request'
  | 'job'
  | 'refusal'
  | 'answer'
  | 'page'
  | 'parent'
  | 'partner'
  | 'item'
  | 'mapped';

/** Destination of a template's text; `none` for texts that stay here, such as time zones. */
export type Sent = 'url' | 'path' | 'query' | 'header' | 'form' | 'json' | 'text' | 'none';

export type SiteKind = 'expression' | 'template' | 'duration' | 'instant';

/** The schema's `x-site`: valid for the node and everything below it, unless a node below says otherwise. */
export interface SiteContext {
  readonly sees?: Sees;
  readonly sent?: Sent;
  /** Templates here may use secrets. */
  readonly secrets?: true;
}

/** A node of the schema, reduced to what leads to sites. */
export interface SiteNode extends SiteContext {
  /** Texts here are sites of this kind. */
  readonly kind?: SiteKind;
  /** So are the texts at any depth below. */
  readonly deep?: true;
  /** Name of the definition that continues here. */
  readonly ref?: string;
  /** The node applies to objects with this `type`. */
  readonly tag?: string;
  readonly keys?: Readonly<Record<string, SiteNode>>;
  /** For keys that `keys` does not name. */
  readonly rest?: SiteNode;
  readonly items?: SiteNode;
  /** Alternatives: at most one of them leads to any text. */
  readonly any?: readonly SiteNode[];
}

/** The manifest itself is `root`; the rest are definitions of the schema. */
export type SitePlan = Readonly<Record<string, SiteNode>>;
