import type { ComponentChildren } from 'preact';
import { CodeText } from './code-text.tsx';

const KINDS = { string: 'string', number: 'number', boolean: 'word', object: 'word' } as const;

const TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\b(?:true|false|null)\b/g;

function tokenKind(token: string, isKey: boolean): string {
  if (isKey) return 'key';
  return KINDS[typeof JSON.parse(token) as keyof typeof KINDS];
}

/** Splits JSON text into highlighted text nodes. */
function highlight(text: string): ComponentChildren[] {
  const nodes: ComponentChildren[] = [];
  let at = 0;
  for (const match of text.matchAll(TOKEN)) {
    const [all, string, colon] = match;
    const token = string ?? all;
    nodes.push(
      text.slice(at, match.index),
      <span class={`json-${tokenKind(token, colon !== undefined)}`}>{token}</span>,
    );
    at = match.index + token.length;
  }
  return [...nodes, text.slice(at)];
}

interface JsonTextProps {
  readonly label: string;
  readonly value: unknown;
}

/** Read-only JSON value. Vendor data is rendered as text only, never as markup. */
export const JsonText = ({ label, value }: JsonTextProps) => (
  <CodeText label={label}>{highlight(JSON.stringify(value, null, 2) ?? '')}</CodeText>
);
