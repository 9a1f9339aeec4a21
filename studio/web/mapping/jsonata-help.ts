import { type EditorState, StateField } from '@codemirror/state';
import { EditorView, hoverTooltip, showTooltip, type Tooltip } from '@codemirror/view';
import { FUNCTIONS } from './jsonata-functions.generated.ts';

/** Call that encloses a position: the function, where its name begins, and the number of the argument from 0. */
export interface EnclosingCall {
  readonly name: string;
  readonly from: number;
  readonly argument: number;
}

/** Strings, regular expressions after an operator, quoted names and comments: their brackets and commas do not count. */
const OPAQUE =
  /"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?|`[^`]*`?|\/\*[\s\S]*?(?:\*\/|$)|([(,:?=>]\s*)\/(?:[^/\\\n]|\\.)+\/?[im]*/g;

const blank = (text: string): string =>
  text.replaceAll(OPAQUE, (all, before = '') => before + '_'.repeat(all.length - before.length));

const isFunction = (name: string): boolean => Object.hasOwn(FUNCTIONS, name);

/** Finds the innermost call of a built-in function around `position`. */
export function findCall(text: string, position: number): EnclosingCall | undefined {
  const before = blank(text.slice(0, position));
  let depth = 0;
  let argument = 0;
  for (let at = before.length - 1; at >= 0; at--) {
    const character = before[at] ?? '';
    if (')]}'.includes(character)) depth += 1;
    else if ('([{'.includes(character)) {
      if (depth > 0) depth -= 1;
      else {
        const [called, name = ''] = character === '(' ? (/\$(\w+)\s*$/.exec(before.slice(0, at)) ?? []) : [];
        if (called !== undefined && isFunction(name)) return { name, from: at - called.length, argument };
        argument = 0;
      }
    } else if (character === ',' && depth === 0) argument += 1;
  }
  return undefined;
}

/** Finds the built-in function whose name is at `position`. */
export function findFunction(
  text: string,
  position: number,
): { readonly name: string; readonly from: number } | undefined {
  for (const { index, 0: all } of text.matchAll(/\$\w+/g)) {
    const name = all.slice(1);
    if (index <= position && position <= index + all.length)
      return isFunction(name) ? { name, from: index } : undefined;
  }
  return undefined;
}

/** Splits a usage such as `$pad(text, width, fill?)` around its parameter `argument`. */
function splitUsage(usage: string, argument: number): readonly [before: string, parameter: string, after: string] {
  const open = usage.indexOf('(') + 1;
  const parameters = usage.slice(open, -1).split(', ');
  const shown = parameters.at(argument) ?? (parameters.at(-1) === '…' ? '…' : '');
  const at =
    shown === '' ? usage.length : open + parameters.slice(0, argument).join(', ').length + (argument > 0 ? 2 : 0);
  return [usage.slice(0, at), shown, usage.slice(at + shown.length)];
}

/** Creates the tooltip of a function; `argument` is the number of the parameter to emphasize. */
function createHelp(name: string, argument?: number): HTMLElement {
  const [usage = '', meaning = ''] = FUNCTIONS[name] ?? [];
  const dom = window.document.createElement('div');
  dom.className = argument === undefined ? 'cm-hover' : 'cm-hover cm-signature';
  const signature = dom.appendChild(window.document.createElement('code'));
  const [before, parameter, after] = argument === undefined ? [usage, '', ''] : splitUsage(usage, argument);
  const marked = window.document.createElement('b');
  marked.textContent = parameter;
  signature.append(before, marked, after);
  dom.append('\n', meaning);
  return dom;
}

/** Returns the tooltip with the signature of the call that the caret is in. */
function createSignature(state: EditorState): Tooltip | null {
  const { head, empty } = state.selection.main;
  const call = empty ? findCall(state.doc.toString(), head) : undefined;
  if (!call) return null;
  return { pos: call.from, above: true, create: () => ({ dom: createHelp(call.name, call.argument) }) };
}

const signatures = StateField.define<Tooltip | null>({
  create: () => null,
  update: (shown, { docChanged, selection, state }) => (docChanged || selection ? createSignature(state) : shown),
  provide: (field) => showTooltip.from(field),
});

/** Hides the signature when the editor loses the focus. */
const focusOnly = EditorView.theme({ '&:not(.cm-focused) .cm-signature': { display: 'none' } });

/** Help for built-in functions: a tooltip on hover, and the signature while the caret is in a call. */
export const functionHelp = [
  signatures,
  focusOnly,
  hoverTooltip((view, position) => {
    const found = findFunction(view.state.doc.toString(), position);
    return found ? { pos: found.from, above: true, create: () => ({ dom: createHelp(found.name) }) } : null;
  }),
];

/** Range of the token that ends at the position of an error in an expression. */
export function findErrorRange(
  text: string,
  position: number | undefined,
): { readonly from: number; readonly to: number } {
  const end = Math.min(position ?? text.length, text.length);
  const token = position === undefined ? undefined : /(?:\$?\w+\s*\(|[\w$`]+|\S)\s*$/.exec(text.slice(0, end))?.[0];
  if (!token) return { from: 0, to: text.length };
  return { from: end - token.length, to: end - (token.length - token.trimEnd().length) };
}
