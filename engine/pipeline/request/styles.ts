import { isObject, type Json } from '../../base/json/types.ts';
import { createRefusedError, encodeComponent, writeValue } from '../../language/template/index.ts';
import type { Styled } from '../../manifest/types.generated.ts';
import { createEncodedPair, type EncodedPair } from './pairs.ts';

type Style = NonNullable<Styled['style']>;

/** Writes lists either as one pair per member, each with a name, or as one pair whose members are joined. */
interface ListStyle {
  readonly memberName?: (name: string, index: number) => string;
  readonly separator?: string;
  /** Objects are written as name[key]; other styles refuse them. */
  readonly nests: boolean;
}

const STYLES: { readonly [S in Style]: ListStyle } = {
  repeat: { memberName: (name) => name, nests: false },
  brackets: { memberName: (name) => `${name}[]`, nests: true },
  indices: { memberName: (name, index) => `${name}[${index}]`, nests: true },
  deepObject: { memberName: (name) => name, nests: true },
  comma: { separator: ',', nests: false },
  pipe: { separator: encodeComponent('|'), nests: false },
  space: { separator: encodeComponent(' '), nests: false },
};

/** Destination of pairs, with the text that identifies the value in errors. */
export interface PairTarget {
  readonly target: 'query' | 'form';
  readonly label: string;
}

const refuse = ({ target, label }: PairTarget, problem: string) => createRefusedError(label, target, problem);

const isPresent = (value: Json) => value !== null;

/** Writes a value as parameters in a style; null and empty lists give none. Throws TEMPLATE_VALUE_REFUSED. */
export function writePairs(name: string, value: Json, style: Style, target: PairTarget): EncodedPair[] {
  if (value === null) return [];
  const { memberName, separator, nests } = STYLES[style];
  if (Array.isArray(value)) {
    const members = (value as readonly Json[]).filter(isPresent);
    if (memberName)
      return members.flatMap((member, index) => writePairs(memberName(name, index), member, style, target));
    const texts = members.map((member) => writeValue(member, target.target, target.label));
    return texts.length === 0 ? [] : [createEncodedPair(name, texts.join(separator))];
  }
  if (!isObject(value)) return [createEncodedPair(name, writeValue(value, target.target, target.label))];
  if (!nests) throw refuse(target, 'it is an object; set "style" to deepObject, brackets or indices');
  return Object.entries(value).flatMap(([key, member]) => writePairs(`${name}[${key}]`, member, style, target));
}
