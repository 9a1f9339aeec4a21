import { type Code, type Composer, joinCode, js, quoteText } from '../../language/expression/index.ts';
import type { FieldCode } from './field-code.ts';
import type { Holder, RecordLeaf } from './record-tree.ts';

/** Member of an object under construction. */
interface Member {
  readonly key: Code;
  readonly value: Code;
  /** Present in every record. */
  readonly always: boolean;
}

/** Generated code of an object: its statements and the variable of the result, which is undefined for an empty object. */
export interface ObjectCode {
  readonly value: Code;
  readonly always: boolean;
  readonly lines: readonly Code[];
}

const emitMember = (name: string, made: Pick<ObjectCode, 'value' | 'always'>): Member => ({
  ...made,
  key: quoteText(name),
});

const emitLeaf = (
  leaf: RecordLeaf,
  fields: readonly FieldCode[],
  composer: Composer,
): Pick<ObjectCode, 'value' | 'always'> => {
  if (leaf.kind === 'field') return { value: fields[leaf.at]?.done ?? js`undefined`, always: leaf.field.required };
  const { value } = leaf;
  const isObject = typeof value === 'object' && value !== null;
  const fixed = composer.constant(isObject ? () => structuredClone(value) : value);
  return { value: isObject ? js`${fixed}()` : fixed, always: value !== undefined };
};

const emitLiteral = (members: readonly Member[]): Code =>
  js`{ ${joinCode(
    members.map(({ key, value }) => js`${key}: ${value}`),
    ', ',
  )} }`;

const emitAdd = (object: Code, { key, value, always }: Member): Code =>
  always ? js`${object}[${key}] = ${value};` : js`if (${value} !== undefined) ${object}[${key}] = ${value};`;

const emitLazyAdd = (object: Code, member: Member): Code =>
  js`if (${member.value} !== undefined) { if (${object} === undefined) ${object} = ${emitLiteral([member])}; else ${object}[${member.key}] = ${member.value}; }`;

const emitPieces = (object: Code, members: readonly Member[]): readonly Code[] => {
  if (!members.some(({ always }) => always)) return members.map((member) => emitLazyAdd(object, member));
  const optional = members.findIndex(({ always }) => !always);
  const first = optional < 0 ? members : members.slice(0, optional);
  return [
    js`${object} = ${emitLiteral(first)};`,
    ...members.slice(first.length).map((member) => emitAdd(object, member)),
  ];
};

// Most objects have all their members, and a literal is several times faster than adding members.
const emitConstruct = (object: Code, members: readonly Member[]): readonly Code[] => {
  const optional = members.filter(({ always }) => !always);
  const begin = js`let ${object};`;
  if (optional.length < 2) return [begin, ...emitPieces(object, members)];
  const isComplete = joinCode(
    optional.map(({ value }) => js`${value} !== undefined`),
    ' && ',
  );
  const complete = js`if (${isComplete}) ${object} = ${emitLiteral(members)};`;
  return [begin, complete, js`else {`, ...emitPieces(object, members), js`}`];
};

/** Emits the record: each object is a literal of its required members, with optional members added. */
export const emitObject = (holder: Holder, fields: readonly FieldCode[], composer: Composer): ObjectCode => {
  const lines: Code[] = [];
  const members = [...holder.members].map(([name, member]) => {
    if (member.kind !== 'holder') return emitMember(name, emitLeaf(member, fields, composer));
    const inner = emitObject(member, fields, composer);
    lines.push(...inner.lines);
    return emitMember(name, inner);
  });
  const value = composer.name();
  return { value, always: members.some(({ always }) => always), lines: [...lines, ...emitConstruct(value, members)] };
};
