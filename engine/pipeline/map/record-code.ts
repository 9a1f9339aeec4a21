import { type Code, type Composer, join, js, quote } from '../../language/expression/index.ts';
import type { FieldCode } from './field-code.ts';
import type { Holder, Leaf } from './record-tree.ts';

/** A member of an object under construction. */
interface Member {
  readonly key: Code;
  readonly value: Code;
  /** There in every record. */
  readonly always: boolean;
}

/** An object of the record: the statements that make it, and where it then is, undefined where it would be empty. */
export interface ObjectCode {
  readonly value: Code;
  readonly always: boolean;
  readonly lines: readonly Code[];
}

const memberOf = (name: string, made: Pick<ObjectCode, 'value' | 'always'>): Member => ({ ...made, key: quote(name) });

const leafCode = (
  leaf: Leaf,
  fields: readonly FieldCode[],
  composer: Composer,
): Pick<ObjectCode, 'value' | 'always'> => {
  if (leaf.kind === 'field') return { value: fields[leaf.at]?.done ?? js`undefined`, always: leaf.field.required };
  const { value } = leaf;
  const isObject = typeof value === 'object' && value !== null;
  const fixed = composer.constant(isObject ? () => structuredClone(value) : value);
  return { value: isObject ? js`${fixed}()` : fixed, always: value !== undefined };
};

const literal = (members: readonly Member[]): Code =>
  js`{ ${join(
    members.map(({ key, value }) => js`${key}: ${value}`),
    ', ',
  )} }`;

const add = (object: Code, { key, value, always }: Member): Code =>
  always ? js`${object}[${key}] = ${value};` : js`if (${value} !== undefined) ${object}[${key}] = ${value};`;

const addLazily = (object: Code, member: Member): Code =>
  js`if (${member.value} !== undefined) { if (${object} === undefined) ${object} = ${literal([member])}; else ${object}[${member.key}] = ${member.value}; }`;

const pieceByPiece = (object: Code, members: readonly Member[]): readonly Code[] => {
  if (!members.some(({ always }) => always)) return members.map((member) => addLazily(object, member));
  const optional = members.findIndex(({ always }) => !always);
  const first = optional < 0 ? members : members.slice(0, optional);
  return [js`${object} = ${literal(first)};`, ...members.slice(first.length).map((member) => add(object, member))];
};

// Most objects have all their members, and a literal is made in a fraction of the time that additions take.
const construct = (object: Code, members: readonly Member[]): readonly Code[] => {
  const optional = members.filter(({ always }) => !always);
  const begin = js`let ${object};`;
  if (optional.length < 2) return [begin, ...pieceByPiece(object, members)];
  const isComplete = join(
    optional.map(({ value }) => js`${value} !== undefined`),
    ' && ',
  );
  const complete = js`if (${isComplete}) ${object} = ${literal(members)};`;
  return [begin, complete, js`else {`, ...pieceByPiece(object, members), js`}`];
};

/** Emits the record, each object as a literal of what is always there and additions of what may be. */
export const objectCode = (holder: Holder, fields: readonly FieldCode[], composer: Composer): ObjectCode => {
  const lines: Code[] = [];
  const members = [...holder.members].map(([name, member]) => {
    if (member.kind !== 'holder') return memberOf(name, leafCode(member, fields, composer));
    const inner = objectCode(member, fields, composer);
    lines.push(...inner.lines);
    return memberOf(name, inner);
  });
  const value = composer.name();
  return { value, always: members.some(({ always }) => always), lines: [...lines, ...construct(value, members)] };
};
