import { SaxesParser } from 'saxes';
import { engineError } from '../../../base/errors/index.ts';
import { createTooLargeError, type Json, MAX_DEPTH } from '../../../base/json/index.ts';

interface Open {
  readonly name: string;
  readonly members: Map<string, Json | Json[]>;
  text: string;
}

export interface XmlOptions {
  /** Names of the elements that lead to the items; empty if the document is one value. */
  readonly path: readonly string[];
  /** Removes namespace prefixes and declarations. */
  readonly local: boolean;
}

/** Limits in characters: of an item, and of everything else together. */
const MAX_ITEM = 16 << 20;
const MAX_REST = 64 << 20;

/**
 * Parser of an XML document to one value: an element is its text, or an object of its attributes (`@name`), its children
 * by name (a list for several) and its text (`#text`). Elements at the path are items, which the value does not contain.
 * Document types are skipped without reading them, so that only the five predefined entities exist.
 */
export class XmlTree {
  readonly #parser = new SaxesParser();
  readonly #root: Open = { name: '', members: new Map(), text: '' };
  readonly #open: Open[] = [this.#root];
  readonly #options: XmlOptions;
  #items: Json[] = [];
  /** Number of open elements that lead to an item. */
  #matched = 0;
  #itemSize = 0;
  #restSize = 0;
  /** Characters written since the last event: the parser stores an unfinished token. */
  #pending = 0;
  #hasEnded = false;
  #hasItems = false;

  constructor(options: XmlOptions) {
    this.#options = options;
    this.#parser.on('error', (error) => {
      throw error;
    });
    this.#parser.on('doctype', (text) => this.#skipDoctype(text));
    this.#parser.on('opentag', ({ name, attributes }) => this.#begin(name, attributes));
    this.#parser.on('closetag', () => this.#close());
    this.#parser.on('text', (text) => this.#add(text));
    this.#parser.on('cdata', (text) => this.#add(text));
  }

  /** True if the text ended inside an element. */
  get isOpen(): boolean {
    return this.#hasEnded && this.#open.length > 1;
  }

  /** True if an element at the path was found. */
  get hasItems(): boolean {
    return this.#hasItems;
  }

  /** Parses the next piece of text. Throws the parser's errors, PAGE_TOO_DEEP and PAGE_TOO_LARGE. */
  write(text: string): void {
    this.#pending += text.length;
    this.#parser.write(text);
    if (this.#pending > MAX_REST) throw createTooLargeError(MAX_REST);
  }

  /** Returns the items that are complete, and removes them. */
  takeItems(): Json[] {
    const items = this.#items;
    this.#items = [];
    return items;
  }

  /** Returns the document's value without its items. Throws the errors of `write`. */
  end(): Json {
    this.#hasEnded = true;
    this.#parser.close();
    return Object.fromEntries(this.#root.members) as Json;
  }

  get #depth(): number {
    return this.#open.length - 1;
  }

  /** True within an item. */
  get #isInItem(): boolean {
    const { length } = this.#options.path;
    return length > 0 && this.#matched === length;
  }

  #skipDoctype(text: string): void {
    this.#pending = 0;
    // A web page may be well-formed, too.
    if (/^\s*html\b/i.test(text)) throw new Error('a web page');
  }

  #begin(qualified: string, attributes: Readonly<Record<string, string>>): void {
    if (this.#open.length > MAX_DEPTH) throw engineError('PAGE_TOO_DEEP', { limit: MAX_DEPTH });
    const name = this.#options.local ? toLocal(qualified) : qualified;
    if (this.#matched === this.#depth && this.#options.path[this.#depth] === name) {
      this.#matched += 1;
      if (this.#isInItem) this.#itemSize = 0;
    }
    const entries = Object.entries(attributes);
    const members = new Map<string, Json>(this.#options.local ? toLocalAttributes(entries) : entries.map(toMember));
    this.#open.push({ name, members, text: '' });
    this.#count(entries.reduce((size, [key, value]) => size + key.length + value.length, name.length));
  }

  #add(text: string): void {
    const open = this.#open.at(-1);
    if (open !== undefined) open.text += text;
    this.#count(text.length);
  }

  #count(size: number): void {
    this.#pending = 0;
    if (this.#isInItem) this.#itemSize += size;
    else this.#restSize += size;
    if (this.#itemSize > MAX_ITEM) throw createTooLargeError(MAX_ITEM);
    if (this.#restSize > MAX_REST) throw createTooLargeError(MAX_REST);
  }

  #close(): void {
    this.#pending = 0;
    const { length } = this.#options.path;
    const isItem = this.#isInItem && this.#depth === length;
    const closed = this.#open.pop();
    const parent = this.#open.at(-1);
    if (this.#matched > this.#depth) this.#matched = this.#depth;
    if (closed === undefined || parent === undefined) return;
    const value = toJson(closed);
    if (isItem) this.#items.push(value);
    else addMember(parent, closed.name, value);
    this.#hasItems ||= isItem;
  }
}

function addMember({ members }: Open, name: string, value: Json): void {
  const before = members.get(name);
  if (before === undefined) members.set(name, value);
  else if (Array.isArray(before)) before.push(value);
  else members.set(name, [before, value]);
}

const toLocal = (name: string): string => name.slice(name.indexOf(':') + 1);

type Attribute = [name: string, value: string];

const toMember = ([name, value]: Attribute): [string, Json] => [`@${name}`, value];

/** Removes declarations and prefixes; of two attributes with one local name, the later one keeps its prefix. */
function toLocalAttributes(attributes: readonly Attribute[]): Map<string, Json> {
  const members = new Map<string, Json>();
  for (const [name, value] of attributes) {
    if (/^xmlns(?::|$)/.test(name)) continue;
    const local = `@${toLocal(name)}`;
    members.set(members.has(local) ? `@${name}` : local, value);
  }
  return members;
}

// Whitespace between child elements is layout, not text.
function toJson({ members, text }: Open): Json {
  const isText = text.trim() !== '';
  if (members.size === 0) return isText ? text : '';
  if (isText) members.set('#text', text);
  return Object.fromEntries(members) as Json;
}

/** Returns the offset of the first syntax error in an XML document, or undefined if it is well-formed. */
export function findXmlDefect(text: string): number | undefined {
  const parser = new SaxesParser();
  let offset: number | undefined;
  parser.on('error', () => {
    offset ??= Math.max(0, parser.position - 1);
  });
  parser.write(text).close();
  return offset;
}
