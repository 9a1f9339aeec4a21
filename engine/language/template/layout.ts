import { encodeComponent } from './encode.ts';
import { createTemplateSyntaxError, type Mustache } from './parse.ts';
import type { TemplateTarget, ValueTarget } from './template-targets.ts';

/** Value of a template with the spot that it is written to. */
export interface TemplateSlot extends Mustache {
  readonly spot: ValueTarget;
}

/** Template ready to be rendered: literal texts as sent, and values with their spots. */
export type TemplateParts = readonly (string | TemplateSlot)[];

type Nodes = readonly (string | Mustache)[];

/** Placeholder for a value in the text before another one: a character that ends neither a host nor a segment. */
const VALUE = 'x';

const ORIGIN = /^(?:https?:\/\/)?[^/?#\\]*$/i;

/** Returns the spot of the value at `index` of a URL or path, from the text around it. */
const findTargetAt = (nodes: Nodes, index: number, place: 'url' | 'path'): ValueTarget => {
  const before = nodes
    .slice(0, index)
    .map((node) => (typeof node === 'string' ? node : VALUE))
    .join('');
  if (before.includes('?')) return 'query';
  if (place === 'path') return 'segment';
  const after = nodes[index + 1];
  if (before === '')
    return after === undefined || (typeof after === 'string' && /^[/?]/.test(after)) ? 'base' : 'authority';
  return ORIGIN.test(before) ? 'authority' : 'segment';
};

const layOutUrl = (nodes: Nodes, place: 'url' | 'path'): TemplateParts => {
  checkLiterals(nodes, place);
  return nodes.map((node, index) =>
    typeof node === 'string' ? node : { ...node, spot: findTargetAt(nodes, index, place) },
  );
};

const checkLiterals = (nodes: Nodes, place: 'url' | 'path') => {
  const literal = nodes.map((node) => (typeof node === 'string' ? node : VALUE)).join('');
  if (/[#\\\s]/.test(literal))
    throw createTemplateSyntaxError(`a ${place} must not contain #, backslashes or whitespace`, 0);
  const first = nodes[0];
  if (place !== 'url' || typeof first !== 'string') return;
  // With "https:/{{x}}" the value could name the host: URL parsers skip missing and extra slashes.
  if (/[:/]/.test(first) && !/^(?:https?:\/\/(?:[^/?]|$)|[^:/?]+(?::\d+)?(?:$|\/)|[^:/?]+:$)/i.test(first)) {
    throw createTemplateSyntaxError('a URL must start with https://host or with a value that provides it', 0);
  }
};

/** Encodes literal texts as part of the value. */
const layOutEncoded =
  (spot: ValueTarget) =>
  (nodes: Nodes): TemplateParts =>
    nodes.map((node) => (typeof node === 'string' ? encodeComponent(node) : { ...node, spot }));

const layOutPlain =
  (spot: ValueTarget) =>
  (nodes: Nodes): TemplateParts =>
    nodes.map((node) => (typeof node === 'string' ? node : { ...node, spot }));

const layOutHeader = (nodes: Nodes): TemplateParts => {
  const bad = nodes.find((node) => typeof node === 'string' && !/^[ -~]*$/.test(node));
  if (bad !== undefined) throw createTemplateSyntaxError('a header must consist of printable ASCII characters', 0);
  return layOutPlain('header')(nodes);
};

/** Layout of a parsed template by target; each may throw TEMPLATE_SYNTAX. */
export const LAYOUTS: { readonly [P in TemplateTarget]: (nodes: Nodes) => TemplateParts } = {
  url: (nodes) => layOutUrl(nodes, 'url'),
  path: (nodes) => layOutUrl(nodes, 'path'),
  query: layOutEncoded('query'),
  form: layOutEncoded('form'),
  header: layOutHeader,
  json: layOutPlain('json'),
  text: layOutPlain('text'),
  xml: layOutPlain('xml'),
};
