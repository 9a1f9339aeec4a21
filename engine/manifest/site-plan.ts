/** Input and names that are available at a site. The lint rule scope/unknown-name lists the names of each. */
export type Sees =
  | 'settings'
  | 'config'
  | 'choice'
  | 'signed'
  | 'session'
  | 'signing'
  | 'request'
  | 'job'
  | 'fetch'
  | 'file'
  | 'refusal'
  | 'response'
  | 'page'
  | 'paging'
  | 'parent'
  | 'partitions'
  | 'partner'
  | 'item'
  | 'mapped';

/** Destination of a template's text. `none` means that it is not sent, such as a time zone. */
export type Sent = 'url' | 'path' | 'query' | 'header' | 'form' | 'json' | 'text' | 'xml' | 'none';

export type SiteKind = 'expression' | 'template' | 'duration' | 'instant' | 'zone';

/** Kinds of entries that other parts of a manifest refer to by name. */
export type NameKind = 'setting' | 'auth' | 'stream' | 'enum' | 'entity';

/** The schema's `x-site` annotation. Applies to the node and its descendants, which can override it. */
export interface SiteContext {
  readonly sees?: Sees;
  readonly sent?: Sent;
  /** If true, templates may use secrets. */
  readonly secrets?: true;
}

/** Schema node, reduced to the parts that lead to sites and names. */
export interface SiteNode extends SiteContext {
  /** Kind of site that a string at this node is. */
  readonly kind?: SiteKind;
  /** If true, strings at any depth below are sites of the same kind, except those of computed values and conditions. */
  readonly deep?: true;
  /** Kind of the entry that a string at this node names: the schema's `x-name` annotation. */
  readonly names?: NameKind;
  /** Kind of the entries that the keys of an object at this node name. */
  readonly keyNames?: NameKind;
  /** Name of the definition that this node refers to. */
  readonly ref?: string;
  /** Limits the node to objects with this `type`. */
  readonly tag?: string;
  readonly keys?: Readonly<Record<string, SiteNode>>;
  /** Node of the keys that `keys` does not list. */
  readonly rest?: SiteNode;
  readonly items?: SiteNode;
  /** Alternatives. At most one of them leads to a given string. */
  readonly any?: readonly SiteNode[];
}

/** Nodes by definition name. `root` is the manifest itself. */
export type SitePlan = Readonly<Record<string, SiteNode>>;
