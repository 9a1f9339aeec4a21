import { encodeComponent } from './encode.ts';

/** Target of a template's text; each one escapes differently. */
export type TemplateTarget = 'url' | 'path' | 'query' | 'header' | 'form' | 'json' | 'text' | 'xml';

/** Target of one value of a template: `base` is the beginning of a URL, `authority` its host, the others as in TemplateTarget. */
export type ValueTarget = 'base' | 'authority' | 'segment' | 'query' | 'form' | 'header' | 'json' | 'text' | 'xml';

/** Rules of a spot: validates a value and encodes it. */
interface Rule {
  /** Completes "invalid value of {{x}} in a …". */
  readonly noun: string;
  readonly problem: (text: string) => string | undefined;
  readonly write: (text: string) => string;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern detects control characters
const CONTROL = /[\u0000-\u001f\u007f]/;
const AUTHORITY = String.raw`(?:[\p{L}\p{N}._-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?`;
const HOST = new RegExp(`^${AUTHORITY}$`, 'iu');
const BASE = new RegExp(String.raw`^(?:https?://)?${AUTHORITY}(?:/[^\s?#\\]*)?$`, 'iu');

const containsControl = (text: string) => (CONTROL.test(text) ? 'it contains control characters' : undefined);
const findMalformed = (text: string) => (text.isWellFormed() ? undefined : 'it is not well-formed Unicode');
const keepText = (text: string) => text;

// biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern detects characters that XML does not allow
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;
const XML_ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};
const escapeXml = (text: string) => text.replace(/[&<>"']/g, (character) => XML_ENTITIES[character] ?? character);
const findNotXml = (text: string) =>
  NOT_XML.test(text) ? 'it contains characters that XML does not allow' : findMalformed(text);

const nothing = () => undefined;
const ENCODED = { problem: findMalformed, write: encodeComponent };

export const VALUE_TARGET_RULES: { readonly [S in ValueTarget]: Rule } = {
  base: {
    noun: 'URL',
    problem: (text) =>
      containsControl(text) ?? (BASE.test(text) ? undefined : 'it is not a URL, or has a user, query or fragment'),
    write: (text) => text.replace(/\/+$/, ''),
  },
  authority: {
    noun: 'host name',
    problem: (text) => (HOST.test(text) ? undefined : 'it contains characters that end or change the host'),
    write: keepText,
  },
  segment: { noun: 'path', problem: (text) => containsControl(text) ?? findMalformed(text), write: encodeComponent },
  query: { noun: 'query', ...ENCODED },
  form: { noun: 'form', ...ENCODED },
  header: {
    noun: 'header',
    problem: (text) =>
      containsControl(text) ?? (/^[ -~]*$/.test(text) ? undefined : 'it contains characters outside ASCII'),
    write: keepText,
  },
  json: { noun: 'JSON body', problem: nothing, write: keepText },
  text: { noun: 'text', problem: nothing, write: keepText },
  xml: { noun: 'XML body', problem: findNotXml, write: escapeXml },
};
