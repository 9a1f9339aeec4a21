import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { StreamLanguage } from '@codemirror/language';
import { FUNCTIONS } from './jsonata-functions.generated.ts';

const TOKENS: readonly (readonly [RegExp, string])[] = [
  [/\/\*.*?(\*\/|$)/, 'comment'],
  [/"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?/, 'string'],
  [/\/(?:[^/\\\s]|\\.)+\/[im]*/, 'regexp'],
  [/\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/, 'number'],
  [/(?:and|or|in|function)\b/, 'keyword'],
  [/(?:true|false|null)\b/, 'bool'],
  [/\$[A-Za-z_]\w*(?=\s*\()/, 'variableName.function'],
  [/\$\$?\w*/, 'keyword'],
  [/[A-Za-z_]\w*|`[^`]*`?/, 'variableName'],
];

/** Syntax highlighting for JSONata. */
export const jsonata = StreamLanguage.define({
  name: 'jsonata',
  token: (stream) => {
    if (stream.eatSpace()) return null;
    const found = TOKENS.find(([form]) => stream.match(new RegExp(`^(?:${form.source})`)));
    if (!found) stream.next();
    return found?.[1] ?? null;
  },
});

const FUNCTION_OPTIONS: readonly Completion[] = Object.entries(FUNCTIONS).map(([name, [usage, meaning]]) => ({
  label: `$${name}`,
  type: 'function',
  detail: usage.slice(name.length + 1),
  info: meaning,
  apply: `$${name}(`,
}));

/** Resolves a path in a sample item; lists resolve to their first element. */
function stepInto(value: unknown, names: readonly string[]): unknown {
  const element = Array.isArray(value) ? value[0] : value;
  const [name, ...rest] = names;
  if (name === undefined) return element;
  return typeof element === 'object' && element !== null && Object.hasOwn(element, name)
    ? stepInto((element as Record<string, unknown>)[name], rest)
    : undefined;
}

const describeKind = (value: unknown): string => {
  const text = JSON.stringify(value) ?? '';
  return text.length > 32 ? `${text.slice(0, 32)}…` : text;
};

/** Returns the completion source for names of the current item, with their values, and for JSONata functions. */
export const createCompletion =
  (item: () => unknown) =>
  (context: CompletionContext): CompletionResult | null => {
    const word = context.matchBefore(/[\w$.]*/);
    if (!word || (word.from === word.to && !context.explicit)) return null;
    if (word.text.startsWith('$'))
      return {
        from: word.from,
        options: FUNCTION_OPTIONS,
      };
    const names = word.text.split('.');
    const typed = names.pop() ?? '';
    const inside = stepInto(item(), names);
    if (typeof inside !== 'object' || inside === null) return null;
    const options = Object.entries(inside).map(([label, value]) => ({
      label,
      type: 'property',
      detail: describeKind(value),
    }));
    return { from: word.to - typed.length, options, validFor: /^\w*$/ };
  };
