import { type Clock, type Code, createComposer, joinCode, js, type Part } from '../../language/expression/index.ts';
import { emitField, type FieldCode, type GeneratorContext } from './field-code.ts';
import { type Finisher, joinIdentity } from './finish.ts';
import { emitObject } from './record-code.ts';
import type { MapOutcome } from './spec.ts';

/** Stands for the value of an expression that stock has to evaluate. */
export const LEFT = Symbol('left to stock');

/** What a generated map gives for an item that it makes no record of: its fields' values, for `finish` to look into. */
export interface UnfinishedItem {
  readonly kind: 'unsettled';
  /** By field; undefined where not even `where` could be evaluated. */
  readonly values: readonly unknown[] | undefined;
}

/** One item of which it is known that it is an object, and the variables. */
type GeneratedMap = (item: object, scope: object) => MapOutcome | UnfinishedItem;

/** A generated map with the fields that are left to stock, and why. */
export interface Generated {
  readonly map: GeneratedMap | undefined;
  readonly fallbacks: readonly { readonly field: string; readonly reason: string }[];
}

/** What a map is generated from. */
export interface MapPlan extends Finisher {
  readonly where: string | undefined;
  readonly clock: Clock;
  /** Gives what stands for a value when its expression threw. */
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
  const parts = fields.filter((_, at) => plan.fields[at]?.identity).map(({ done }) => done);
  const general = js`${composer.constant(joinIdentity)}([${joinCode(parts, ', ')}])`;
  const [only] = parts;
  return only && parts.length === 1 ? js`typeof ${only} === 'string' ? ${only} : ${general}` : general;
};

const emitBody = (plan: MapPlan, fields: readonly FieldCode[], workshop: GeneratorContext): readonly Code[] => {
  const { composer, bad } = workshop;
  const record = emitObject(plan.tree, fields, composer);
  const raws = joinCode(
    fields.map(({ raw }) => raw),
    ', ',
  );
  const unsettled = js`{ kind: 'unsettled', values: [${raws}] }`;
  const value = record.always ? record.value : js`${record.value} ?? {}`;
  const made = composer.name();
  return [
    ...fields.flatMap(({ lines }) => lines),
    js`if (${bad}) return ${unsettled};`,
    ...record.lines,
    js`const ${made} = ${value};`,
    js`if (!${composer.constant(plan.check)}(${made})) return ${unsettled};`,
    js`return { kind: 'record', record: ${made}, identity: ${emitIdentity(plan, fields, workshop)} };`,
  ];
};

const toMap = (made: unknown) => made as GeneratedMap | undefined;

const listFallbacks = (plan: MapPlan): Generated['fallbacks'] => {
  const probe = createComposer(plan.clock);
  const named = [...plan.fields.map(({ target, source }) => [target, source] as const)];
  const all = plan.where === undefined ? named : [['where', plan.where] as const, ...named];
  return all.flatMap(([field, source]) => {
    const part = probe.expression(source);
    return 'reason' in part ? [{ field, reason: part.reason }] : [];
  });
};

/**
 * One function for the whole map: `where`, every field with its table or conversion, the required ones, the record, and
 * the schema's check. It makes records only; what is wrong with an item is for `finish` to say.
 */
export const generateMap = (plan: MapPlan): Generated => {
  const maker = createComposer(plan.clock);
  const workshop: GeneratorContext = {
    composer: maker,
    bad: maker.name(),
    caught: maker.constant(plan.caught),
    uncompiled: maker.constant(LEFT),
  };
  const fallbacks = listFallbacks(plan);
  const where = plan.where === undefined ? undefined : maker.test(plan.where);
  if (where && 'reason' in where) return { map: undefined, fallbacks };
  const fields = plan.fields.map((field) => emitField(field, workshop));
  const filter = where ? emitWhere(where, workshop) : [];
  const made = toMap(maker.build([js`let ${workshop.bad} = false;`, ...filter, ...emitBody(plan, fields, workshop)]));
  return { map: made, fallbacks };
};
