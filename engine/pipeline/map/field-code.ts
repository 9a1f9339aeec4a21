import { type Code, type Composer, isSpent, js, type Part, toPlain } from '../../language/expression/index.ts';
import { CONVERSIONS } from './convert/index.ts';
import { isDamaged, toSoundTexts } from './damaged-text.ts';
import { type FieldOutcome, finishField } from './finish.ts';
import type { FieldPlan } from './plan.ts';

/** Shared state of the code generator. */
export interface GeneratorContext {
  readonly composer: Composer;
  /** Variable set by the generated function once the item cannot become a record. */
  readonly bad: Code;
  /** Variable for the list of values that enum defaults replaced, omitted or passed; undefined until there is one. */
  readonly defaulted: Code;
  /** Function called with an expression's error; returns the placeholder for its value. */
  readonly caught: Code;
  /** Placeholder for the value of an expression that is not compiled. */
  readonly uncompiled: Code;
}

/** Generated code of a field: the expression's value, the finished value, and the statements that compute both. */
export interface FieldCode {
  readonly raw: Code;
  readonly done: Code;
  readonly lines: readonly Code[];
}

const emitEvaluation = (
  part: Part | { readonly reason: string },
  raw: Code,
  context: GeneratorContext,
): readonly Code[] => {
  const { bad, caught, uncompiled } = context;
  if ('reason' in part) return [js`const ${raw} = ${uncompiled}; ${bad} = true;`];
  const { lines, value } = part;
  if (lines.length === 0) return [js`const ${raw} = ${value.code};`];
  const handler = js`catch (error) { ${raw} = ${caught}(error); ${bad} = true; }`;
  return [js`let ${raw};`, js`try {`, ...lines, js`${raw} = ${value.code}; }`, handler];
};

/** Placeholder for an invalid value; `finish` reports the reason. */
const BAD = Symbol('bad');

const createSlowFinish = (field: FieldPlan) => (value: unknown) => {
  try {
    const { value: done, problem } = finishField(field, toPlain(value));
    return problem ? BAD : done;
  } catch (error) {
    if (isSpent(error)) return BAD;
    throw error;
  }
};

/** Placeholder for the outcome of an invalid value; `finish` reports the reason. */
const FAILED: FieldOutcome = Object.freeze({});

/** Looks up values that the table of the generated code does not contain: other spellings and unmapped values. */
const createSlowLookup =
  (field: FieldPlan) =>
  (value: unknown): FieldOutcome => {
    try {
      const outcome = finishField(field, toPlain(value));
      return outcome.problem ? FAILED : outcome;
    } catch (error) {
      if (isSpent(error)) return FAILED;
      throw error;
    }
  };

/** Builds the lookup table with text keys, and number keys for numeric literals. */
const buildKnownTable = ({ known }: FieldPlan): ReadonlyMap<unknown, unknown> => {
  const numbers = known.filter(([literal]) => String(Number(literal)) === literal);
  return new Map<unknown, unknown>([...known, ...numbers.map(([literal, value]) => [Number(literal), value] as const)]);
};

type FieldNames = Pick<FieldCode, 'raw' | 'done'>;

interface Names extends FieldNames {
  /** Code that falls back to `finish`. */
  readonly slow: Code;
}

const emitSlowLookup = (field: FieldPlan, { raw, done }: FieldNames, context: GeneratorContext): Code => {
  const { composer, bad, defaulted } = context;
  const [lookUp, outcome] = [composer.constant(createSlowLookup(field)), composer.name()];
  const failed = js`if (${outcome} === ${composer.constant(FAILED)}) ${bad} = true;`;
  const note = js`if (${outcome}.defaulted !== undefined) (${defaulted} ??= []).push(${outcome}.defaulted);`;
  return js`{ const ${outcome} = ${lookUp}(${raw}); ${failed} ${done} = ${outcome}.value; ${note} }`;
};

const emitLookup = (field: FieldPlan, { raw, done }: FieldNames, context: GeneratorContext): Code => {
  const { composer } = context;
  const table = composer.constant(buildKnownTable(field));
  const slow = emitSlowLookup(field, { raw, done }, context);
  return js`if (${raw} !== undefined && ${raw} !== null && (${done} = ${table}.get(${raw})) === undefined) ${slow}`;
};

/** Emits the check of a converted value: texts may be invalid or empty; `finish` handles values that are not scalars. */
const emitCheck = (field: FieldPlan, { done, slow }: Names, { composer, bad }: GeneratorContext): Code => {
  const damaged = composer.constant(isDamaged);
  const text = js`if (typeof ${done} === 'string') { if (${done}.length === 0) ${done} = undefined; else if (${damaged}(${done})) ${bad} = true; }`;
  const other = js`if (typeof ${done} === 'object') ${slow}`;
  return field.yields === 'ascii' ? other : js`${text} else ${other}`;
};

const emitConvertedValue = ({ conversion, zone }: FieldPlan, raw: Code, { composer }: GeneratorContext): Code =>
  conversion ? js`${composer.constant(conversion)}(${raw}, ${zone ? composer.constant(zone) : js`undefined`})` : raw;

/** Emits a non-empty text that no conversion changes: stored unless it contains invalid characters. */
const emitKeptText = (field: FieldPlan, { raw, done }: Names, { composer, bad }: GeneratorContext): Code => {
  const value = field.yields === 'list' ? js`[${raw}]` : raw;
  return js`if (${composer.constant(isDamaged)}(${raw})) ${bad} = true; else ${done} = ${value};`;
};

const keepsText = ({ conversion, yields }: FieldPlan) =>
  conversion === undefined || conversion === CONVERSIONS.string || yields === 'list';

const emitText = (field: FieldPlan, names: Names, context: GeneratorContext): Code => {
  if (keepsText(field)) return emitKeptText(field, names, context);
  return js`${names.done} = ${emitConvertedValue(field, names.raw, context)}; ${emitCheck(field, names, context)}`;
};

const emitNumber = (field: FieldPlan, names: Names, context: GeneratorContext): Code => {
  if (field.yields === 'list') return names.slow;
  if (!field.conversion) return js`${names.done} = ${names.raw};`;
  return js`{ ${names.done} = ${emitConvertedValue(field, names.raw, context)}; ${emitCheck(field, names, context)} }`;
};

/** Emits other values: an unchanged list of texts, or the fallback to `finish`. */
const emitOther = (field: FieldPlan, { raw, done, slow }: Names, { composer }: GeneratorContext): Code => {
  const hasValue = js`${raw} !== undefined && ${raw} !== null`;
  const keepsList = field.conversion === undefined || field.yields === 'list';
  if (!keepsList) return js`if (${hasValue}) ${slow}`;
  return js`if (${hasValue} && (${done} = ${composer.constant(toSoundTexts)}(${raw})) === undefined) ${slow}`;
};

const emitConversion = (field: FieldPlan, names: Names, context: GeneratorContext): Code => {
  const { raw, slow } = names;
  if (field.yields === 'other') return js`if (${raw} !== undefined && ${raw} !== null && ${raw} !== '') ${slow}`;
  // Booleans, lists and objects are rare; Infinity and NaN count as no value.
  const text = js`if (typeof ${raw} === 'string') { if (${raw}.length > 0) { ${emitText(field, names, context)} } }`;
  const number = js`else if (typeof ${raw} === 'number' && ${raw} - ${raw} === 0) ${emitNumber(field, names, context)}`;
  return js`${text} ${number} else ${emitOther(field, names, context)}`;
};

const emitSlowFinish = (field: FieldPlan, { raw, done }: FieldNames, { composer, bad }: GeneratorContext): Code => {
  const finish = composer.constant(createSlowFinish(field));
  return js`{ ${done} = ${finish}(${raw}); if (${done} === ${composer.constant(BAD)}) ${bad} = true; }`;
};

/** Emits a field: a fast path for texts and known values; `finish` handles the rest. */
export const emitField = (field: FieldPlan, context: GeneratorContext): FieldCode => {
  const { composer, bad } = context;
  const [raw, done] = [composer.name(), composer.name()];
  const finishing = field.lookup
    ? emitLookup(field, { raw, done }, context)
    : emitConversion(field, { raw, done, slow: emitSlowFinish(field, { raw, done }, context) }, context);
  const needed = field.required || field.identity ? [js`if (${done} === undefined) ${bad} = true;`] : [];
  const lines = [
    ...emitEvaluation(composer.expression(field.source), raw, context),
    js`let ${done};`,
    finishing,
    ...needed,
  ];
  return { raw, done, lines };
};
