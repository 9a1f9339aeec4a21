import { type Clock, type Code, composer, join, js, type Part } from '../../language/expression/index.ts';
import { type FieldCode, fieldCode, type Workshop } from './field-code.ts';
import { type Finisher, identityOf } from './finish.ts';
import { objectCode } from './record-code.ts';
import type { Outcome } from './spec.ts';

/** Stands for the value of an expression that stock has to evaluate. */
export const LEFT = Symbol('left to stock');

/** What a generated map gives for an item that it makes no record of: its fields' values, for `finish` to look into. */
export interface Unsettled {
  readonly kind: 'unsettled';
  /** By field; undefined where not even `where` could be evaluated. */
  readonly values: readonly unknown[] | undefined;
}

/** One item of which it is known that it is an object, and the variables. */
type GeneratedMap = (item: object, scope: object) => Outcome | Unsettled;

/** A generated map with the fields that are left to stock, and why. */
export interface Generated {
  readonly map: GeneratedMap | undefined;
  readonly fallbacks: readonly { readonly field: string; readonly reason: string }[];
}

/** What a map is generated from. */
export interface Plan extends Finisher {
  readonly where: string | undefined;
  readonly clock: Clock;
  /** Gives what stands for a value when its expression threw. */
  readonly caught: (error: unknown) => unknown;
}

const UNSETTLED: Unsettled = Object.freeze({ kind: 'unsettled', values: undefined });
const SKIPPED: Outcome = Object.freeze({ kind: 'skipped' });

const whereCode = (part: Part, { composer, caught }: Workshop): readonly Code[] => {
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

const identityCode = (plan: Plan, fields: readonly FieldCode[], { composer }: Workshop): Code => {
  const parts = fields.filter((_, at) => plan.fields[at]?.identity).map(({ done }) => done);
  const general = js`${composer.constant(identityOf)}([${join(parts, ', ')}])`;
  const [only] = parts;
  return only && parts.length === 1 ? js`typeof ${only} === 'string' ? ${only} : ${general}` : general;
};

const bodyOf = (plan: Plan, fields: readonly FieldCode[], workshop: Workshop): readonly Code[] => {
  const { composer, bad } = workshop;
  const record = objectCode(plan.tree, fields, composer);
  const raws = join(
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
    js`return { kind: 'record', record: ${made}, identity: ${identityCode(plan, fields, workshop)} };`,
  ];
};

const asMap = (made: unknown) => made as GeneratedMap | undefined;

const reasonsOf = (plan: Plan): Generated['fallbacks'] => {
  const probe = composer(plan.clock);
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
export const generateMap = (plan: Plan): Generated => {
  const maker = composer(plan.clock);
  const workshop: Workshop = {
    composer: maker,
    bad: maker.name(),
    caught: maker.constant(plan.caught),
    uncompiled: maker.constant(LEFT),
  };
  const fallbacks = reasonsOf(plan);
  const where = plan.where === undefined ? undefined : maker.test(plan.where);
  if (where && 'reason' in where) return { map: undefined, fallbacks };
  const fields = plan.fields.map((field) => fieldCode(field, workshop));
  const filter = where ? whereCode(where, workshop) : [];
  const made = asMap(maker.build([js`let ${workshop.bad} = false;`, ...filter, ...bodyOf(plan, fields, workshop)]));
  return { map: made, fallbacks };
};
