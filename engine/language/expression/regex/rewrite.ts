import { type AST, RegExpParser } from '@eslint-community/regexpp';
import { foldRange, foldUnit } from './fold.ts';

/** Thrown for a pattern without a linear form; the message names the construct. */
export class NotLinear extends Error {
  override readonly name = 'NotLinear';
}

const refuse = (problem: string): never => {
  throw new NotLinear(problem);
};

/** Maximum length of a rewritten pattern: its automaton grows with it. */
const LONGEST = 10_000;

/** Text of a node, and how often nested counts repeat its largest part. */
interface Written {
  readonly text: string;
  readonly copies: number;
}

const HEX = 4;
const escaped = (unit: number): string => `\\u${unit.toString(16).padStart(HEX, '0')}`;
const oneOf = (units: readonly number[]): string => units.map(escaped).join('');

const bounded = (written: Written): Written =>
  written.text.length > LONGEST ? refuse('its repetitions make it too long') : written;

const concat = (parts: readonly Written[], separator = ''): Written =>
  bounded({
    text: parts.map(({ text }) => text).join(separator),
    copies: Math.max(1, ...parts.map(({ copies }) => copies)),
  });

/** Options for rewriting a pattern. */
export interface Manner {
  readonly ignoresCase: boolean;
  /** Largest count that remains a count, multiplied by the counts around it. */
  readonly mostCopies: number;
}

/** Prints patterns for the linear engine: without the flag `i`, and with large counts expanded. */
const printer = ({ ignoresCase, mostCopies }: Manner) => {
  const atom = (text: string): Written => ({ text, copies: 1 });

  const character = ({ value, raw }: AST.Character): string => {
    const units = ignoresCase ? foldUnit(value) : [value];
    return units.length === 1 ? raw : `[${oneOf(units)}]`;
  };

  const member = (element: AST.CharacterClassElement): string => {
    if (!ignoresCase) return element.raw;
    if (element.type === 'Character') return element.raw + oneOf(foldUnit(element.value));
    if (element.type !== 'CharacterClassRange') return element.raw;
    return element.raw + oneOf(foldRange([element.min.value, element.max.value]));
  };

  // A hyphen between two members that are not a range must remain one when members are added before it.
  const listed = (elements: readonly AST.CharacterClassElement[]): string =>
    elements.map((element) => (element.raw === '-' ? String.raw`\-` : member(element))).join('');

  const characterClass = (node: AST.CharacterClass): string =>
    `[${node.negate ? '^' : ''}${listed(node.elements as readonly AST.CharacterClassElement[])}]`;

  const assertion = (node: AST.Assertion): string =>
    node.kind === 'lookahead' || node.kind === 'lookbehind' ? refuse(`it has a ${node.kind}`) : node.raw;

  const group = (node: AST.Group): Written => {
    if (node.modifiers) return refuse('it has a group with flags of its own');
    const inner = alternatives(node.alternatives);
    return { ...inner, text: `(?:${inner.text})` };
  };

  const capture = (node: AST.CapturingGroup): Written => {
    const inner = alternatives(node.alternatives);
    return { ...inner, text: `(${node.name === null ? '' : `?<${node.name}>`}${inner.text})` };
  };

  const element = (node: AST.Element): Written => {
    switch (node.type) {
      case 'Character':
        return atom(character(node));
      case 'CharacterSet':
        return atom(node.raw);
      case 'CharacterClass':
        return atom(characterClass(node));
      case 'Assertion':
        return atom(assertion(node));
      case 'Group':
        return group(node);
      case 'CapturingGroup':
        return capture(node);
      case 'Quantifier':
        return quantifier(node);
      case 'Backreference':
        return refuse('it has a back-reference');
      case 'ExpressionCharacterClass':
        return refuse('it has a class of classes');
    }
  };

  const quantifier = (node: AST.Quantifier): Written => {
    const inner = element(node.element);
    const { min, max, greedy, raw } = node;
    const largest = Math.max(1, min, max === Number.POSITIVE_INFINITY ? min : max);
    if (largest * inner.copies <= mostCopies) {
      return { text: inner.text + raw.slice(node.element.raw.length), copies: largest * inner.copies };
    }
    if (hasCapture(node.element)) return refuse(`it repeats a group that captures too often`);
    return repeat(inner, { min, max, lazy: greedy ? '' : '?' });
  };

  const alternatives = (nodes: readonly AST.Alternative[]): Written =>
    concat(
      nodes.map(({ elements }) => concat(elements.map(element))),
      '|',
    );

  return alternatives;
};

const hasCapture = (node: AST.QuantifiableElement): boolean => {
  if (node.type === 'CapturingGroup') return true;
  if (node.type !== 'Group') return false;
  return node.alternatives.some(({ elements }) =>
    elements.some((one) => hasCapture((one.type === 'Quantifier' ? one.element : one) as AST.QuantifiableElement)),
  );
};

interface Count {
  readonly min: number;
  readonly max: number;
  readonly lazy: string;
}

/** Expands a large count: `x{40}` as forty times x; an optional rest as `(?:x(?:x)?)?`, which keeps its order. */
const repeat = ({ text, copies }: Written, { min, max, lazy }: Count): Written => {
  const isOpen = max === Number.POSITIVE_INFINITY;
  const written = text.length * (isOpen ? min + 1 : max);
  if (written > LONGEST) return refuse('its repetitions make it too long');
  const one = `(?:${text})`;
  const required = one.repeat(min);
  if (isOpen) return { text: `(?:${required}${one}*${lazy})`, copies };
  const optional = `(?:${one}`.repeat(max - min) + `)?${lazy}`.repeat(max - min);
  return { text: `(?:${required}${optional})`, copies };
};

/** Rewrites a pattern's source for the linear engine. Throws NotLinear if that is impossible. */
export const rewrite = (source: string, manner: Manner): string => {
  const { alternatives } = new RegExpParser({ strict: false }).parsePattern(source);
  return printer(manner)(alternatives).text;
};
