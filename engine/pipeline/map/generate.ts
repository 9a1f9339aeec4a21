import {
  type Clock,
  type Code,
  type Composer,
  createComposer,
  joinCode,
  js,
  type Part,
  quoteText,
} from '../../language/expression/index.ts';
import { emitField, type FieldCode, type GeneratorContext } from './field-code.ts';
import { type Finisher, joinIdentity } from './finish.ts';
import type { Holder, RecordLeaf } from './record-tree.ts';
import type { MapOutcome } from './spec.ts';

/** Member of an object under construction. */
interface Member {
  readonly key: Code;
  readonly value: Code;
  /** Present in every record. */
  readonly always: boolean;
}

/** Generated code of an object: its statements and the variable of the result, which is undefined for an empty object. */
interface ObjectCode {
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

/** Placeholder for the value of an expression that JSONata's interpreter must evaluate. */
export const LEFT = Symbol('left to the interpreter');

/** Result of a generated map for an item that is not a valid record: field values for `finish` to examine. */
export interface UnfinishedItem {
  readonly kind: 'unsettled';
  /** Values by field; undefined if evaluating `where` failed. */
  readonly values: readonly unknown[] | undefined;
}

/** Generated function of an item, which must be an object, and the variables. */
type GeneratedMap = (item: object, scope: object) => MapOutcome | UnfinishedItem;

/** Field that JSONata's interpreter evaluates because it cannot be compiled, with the reason. */
export interface Fallback {
  readonly field: string;
  readonly reason: string;
}

/** Input of the code generator. */
export interface MapPlan extends Finisher {
  readonly where: string | undefined;
  readonly clock: Clock;
  /** Returns the placeholder for the value of an expression that threw. */
  readonly caught: (error: unknown) => unknown;
}

const UNSETTLED: UnfinishedItem = Object.freeze({ kind: 'unsettled', values: undefined });
const SKIPPED: MapOutcome = Object.freeze({ kind: 'skipped' });

const emitWhere = (part: Part, { composer, caught }: GeneratorContext): readonly Code[] => {
  const passes = composer.name();
  const unsettled = composer.constant(UNSETTLED);
  const skip = js`if (!${passes}) return ${composer.constant(SKIPPED)};`;
  const { lines, value } = part;
  if (lines.length === 0) return [js`const ${passes} = ${value.code};`, skip];
  return [
    js`let ${passes};`,
    js`try {`,
    ...lines,
    js`${passes} = ${value.code}; }`,
    js`catch (error) { if (${caught}(error) !== ${composer.constant(LEFT)}) throw error; return ${unsettled}; }`,
    skip,
  ];
};

const emitIdentity = (plan: MapPlan, fields: readonly FieldCode[], { composer }: GeneratorContext): Code => {
  const parts = plan.identity.flatMap((at) => fields[at]?.done ?? []);
  const general = js`${composer.constant(joinIdentity)}([${joinCode(parts, ', ')}])`;
  const [only] = parts;
  if (!only) return js`undefined`;
  return parts.length === 1 ? js`typeof ${only} === 'string' ? ${only} : ${general}` : general;
};

const emitBody = (plan: MapPlan, fields: readonly FieldCode[], context: GeneratorContext): readonly Code[] => {
  const { composer, bad, defaulted } = context;
  const record = emitObject(plan.tree, fields, composer);
  const raws = joinCode(
    fields.map(({ raw }) => raw),
    ', ',
  );
  const unsettled = js`{ kind: 'unsettled', values: [${raws}] }`;
  const value = record.always ? record.value : js`${record.value} ?? {}`;
  const made = composer.name();
  const outcome = js`kind: 'record', record: ${made}, identity: ${emitIdentity(plan, fields, context)}`;
  const withDefaults = js`if (${defaulted} !== undefined) return { ${outcome}, defaulted: ${defaulted} };`;
  return [
    ...fields.flatMap(({ lines }) => lines),
    js`if (${bad}) return ${unsettled};`,
    ...record.lines,
    js`const ${made} = ${value};`,
    js`if (!${composer.constant(plan.check)}(${made})) return ${unsettled};`,
    ...(plan.fields.some(({ lookup }) => lookup) ? [withDefaults] : []),
    js`return { ${outcome} };`,
  ];
};

const toMap = (made: unknown) => made as GeneratedMap | undefined;

/** Lists the fields that are left to the interpreter. */
export const listFallbacks = (plan: Pick<MapPlan, 'fields' | 'where' | 'clock'>): readonly Fallback[] => {
  const probe = createComposer(plan.clock);
  const named = [...plan.fields.map(({ target, source }) => [target, source] as const)];
  const all = plan.where === undefined ? named : [['where', plan.where] as const, ...named];
  return all.flatMap(([field, source]) => {
    const part = probe.expression(source);
    return 'reason' in part ? [{ field, reason: part.reason }] : [];
  });
};

/**
 * Generates one function for the whole map: `where`, each field with its enum or conversion, required fields, the record
 * and the schema's validation. It only produces valid records; `finish` reports the problems of other items. Returns undefined
 * if `where` cannot be compiled.
 */
export const generateMap = (plan: MapPlan): GeneratedMap | undefined => {
  const maker = createComposer(plan.clock);
  const context: GeneratorContext = {
    composer: maker,
    bad: maker.name(),
    defaulted: maker.name(),
    caught: maker.constant(plan.caught),
    uncompiled: maker.constant(LEFT),
  };
  const where = plan.where === undefined ? undefined : maker.test(plan.where);
  if (where && 'reason' in where) return undefined;
  const fields = plan.fields.map((field) => emitField(field, context));
  const filter = where ? emitWhere(where, context) : [];
  return toMap(
    maker.build([js`let ${context.bad} = false, ${context.defaulted};`, ...filter, ...emitBody(plan, fields, context)]),
  );
};
