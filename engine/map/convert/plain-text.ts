import { decode } from 'html-entities';
import { base64Text } from './base64-text.ts';
import { type Conversion, invalid } from './conversion.ts';
import { withoutInvisible } from './invisible.ts';

const NOT_TEXT = invalid('is not a text');

const BLOCKS = new Set(
  'address article aside blockquote br caption dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tbody tfoot thead tr ul'.split(
    ' ',
  ),
);
const CELLS = new Set(['td', 'th', 'option']);
const HIDDEN = /<(script|style)\b[^<>]*>[\s\S]*?(?:<\/\1\s*>|$)/gi;
const COMMENT = /<!--[\s\S]*?(?:-->|$)/g;
// A "<" that no letter, "/" or "!" follows is text: `a < b`.
const TAG = /<\/?([a-z][a-z0-9]*)(?:[\s/][^<>]*)?>|<![a-z][^<>]*>/gi;

const gap = (_: string, name: string | undefined) => {
  const tag = (name ?? '').toLowerCase();
  if (BLOCKS.has(tag)) return '\n';
  return CELLS.has(tag) ? ' ' : '';
};

const withoutTags = (text: string) => text.replace(COMMENT, '').replace(HIDDEN, ' ').replace(TAG, gap);

const tidy = (text: string) =>
  withoutInvisible(text.replaceAll('\u00a0', ' '))
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();

const fromHtml = (text: string) => (text.includes('<') ? withoutTags(text) : text);
const fromEntities = (text: string) => (text.includes('&') ? decode(text) : text);

/** Text to read from what vendors send: base64 undone, HTML tags and entities resolved, invisible characters dropped. */
export const plainText: Conversion = (value) => {
  if (typeof value !== 'string') return NOT_TEXT;
  return tidy(fromEntities(fromHtml(base64Text(value.trim()) ?? value))) || undefined;
};
