import { type Code, type Composer, isSpent, js, type Part, toPlain } from '../../language/expression/index.ts';
import { CONVERSIONS } from './convert/index.ts';
import { isDamaged, toSoundTexts } from './damaged-text.ts';
import { finishField } from './finish.ts';
import type { FieldPlan } from './plan.ts';

/** What a generated map is made with. */
export interface GeneratorContext {
  readonly composer: Composer;
  /** Set in the generated function as soon as the item cannot become a record. */
  readonly bad: Code;
  /** Called with what an expression threw; its answer stands for the value. */
  readonly caught: Code;
  /** Stands for the value of an expression that is not compiled. */
  readonly uncompiled: Code;
}

/** One field in the generated function: its expression's value, what becomes of it, and the statements for both. */
export interface FieldCode {
  readonly raw: Code;
  readonly done: Code;
  readonly lines: readonly Code[];
}

const emitEvaluation = (
  part: Part | { readonly reason: string },
  raw: Code,
  workshop: GeneratorContext,
): readonly Code[] => {
  const { bad, caught, uncompiled } = workshop;
  if ('reason' in part) return [js`const ${raw} = ${uncompiled}; ${bad} = true;`];
  const { lines, value } = part;
  if (lines.length === 0) return [js`const ${raw} = ${value.code};`];
  const handler = js`catch (error) { ${raw} = ${caught}(error); ${bad} = true; }`;
  return [js`let ${raw};`, js`try {`, ...lines, js`${raw} = ${value.code}; }`, handler];
};

/** Stands for a value that is no good, of which `finish` tells why. */
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

/** Values that a table knows, by what payloads hold: a text, or the number that it writes. */
const buildKnownTable = ({ known }: FieldPlan): ReadonlyMap<unknown, unknown> => {
  const numbers = known.filter(([literal]) => String(Number(literal)) === literal);
  return new Map<unknown, unknown>([...known, ...numbers.map(([literal, value]) => [Number(literal), value] as const)]);
};

interface Names extends Pick<FieldCode, 'raw' | 'done'> {
  /** The way that `finish` goes. */
  readonly slow: Code;
}

const emitLookup = (field: FieldPlan, { raw, done, slow }: Names, { composer }: GeneratorContext): Code => {
  const table = composer.constant(buildKnownTable(field));
  return js`if (${raw} !== undefined && ${raw} !== null && (${done} = ${table}.get(${raw})) === undefined) ${slow}`;
};

/** What a conversion leaves: texts may be damaged or empty, anything that is no scalar is for `finish` to judge. */
const emitCheck = (field: FieldPlan, { done, slow }: Names, { composer, bad }: GeneratorContext): Code => {
  const damaged = composer.constant(isDamaged);
  const text = js`if (typeof ${done} === 'string') { if (${done}.length === 0) ${done} = undefined; else if (${damaged}(${done})) ${bad} = true; }`;
  const other = js`if (typeof ${done} === 'object') ${slow}`;
  return field.yields === 'ascii' ? other : js`${text} else ${other}`;
};

const emitConvertedValue = ({ conversion, zone }: FieldPlan, raw: Code, { composer }: GeneratorContext): Code =>
  conversion ? js`${composer.constant(conversion)}(${raw}, ${zone ? composer.constant(zone) : js`undefined`})` : raw;

/** A text that says something, which no conversion changes: it stays if it is sound. */
const emitKeptText = (field: FieldPlan, { raw, done }: Names, { composer, bad }: GeneratorContext): Code => {
  const value = field.yields === 'list' ? js`[${raw}]` : raw;
  return js`if (${composer.constant(isDamaged)}(${raw})) ${bad} = true; else ${done} = ${value};`;
};

const keepsText = ({ conversion, yields }: FieldPlan) =>
  conversion === undefined || conversion === CONVERSIONS.string || yields === 'list';

const emitText = (field: FieldPlan, names: Names, workshop: GeneratorContext): Code => {
  if (keepsText(field)) return emitKeptText(field, names, workshop);
  return js`${names.done} = ${emitConvertedValue(field, names.raw, workshop)}; ${emitCheck(field, names, workshop)}`;
};

const emitNumber = (field: FieldPlan, names: Names, workshop: GeneratorContext): Code => {
  if (field.yields === 'list') return names.slow;
  if (!field.conversion) return js`${names.done} = ${names.raw};`;
  return js`{ ${names.done} = ${emitConvertedValue(field, names.raw, workshop)}; ${emitCheck(field, names, workshop)} }`;
};

/** What is no text and no number: a list of texts, where that is kept as it is, or for `finish` to judge. */
const emitOther = (field: FieldPlan, { raw, done, slow }: Names, { composer }: GeneratorContext): Code => {
  const isThere = js`${raw} !== undefined && ${raw} !== null`;
  const keepsList = field.conversion === undefined || field.yields === 'list';
  if (!keepsList) return js`if (${isThere}) ${slow}`;
  return js`if (${isThere} && (${done} = ${composer.constant(toSoundTexts)}(${raw})) === undefined) ${slow}`;
};

const emitConversion = (field: FieldPlan, names: Names, workshop: GeneratorContext): Code => {
  const { raw, slow } = names;
  if (field.yields === 'other') return js`if (${raw} !== undefined && ${raw} !== null && ${raw} !== '') ${slow}`;
  // Booleans, lists and objects are rare; Infinity and NaN are nothing.
  const text = js`if (typeof ${raw} === 'string') { if (${raw}.length > 0) { ${emitText(field, names, workshop)} } }`;
  const number = js`else if (typeof ${raw} === 'number' && ${raw} - ${raw} === 0) ${emitNumber(field, names, workshop)}`;
  return js`${text} ${number} else ${emitOther(field, names, workshop)}`;
};

/** Emits a field: a text or a known value on the quick way, all else as `finish` does it. */
export const emitField = (field: FieldPlan, workshop: GeneratorContext): FieldCode => {
  const { composer, bad } = workshop;
  const [raw, done] = [composer.name(), composer.name()];
  const finish = composer.constant(createSlowFinish(field));
  const slow = js`{ ${done} = ${finish}(${raw}); if (${done} === ${composer.constant(BAD)}) ${bad} = true; }`;
  const names = { raw, done, slow };
  const finishing = field.lookup ? emitLookup(field, names, workshop) : emitConversion(field, names, workshop);
  const needed = field.required || field.identity ? [js`if (${done} === undefined) ${bad} = true;`] : [];
  const lines = [
    ...emitEvaluation(composer.expression(field.source), raw, workshop),
    js`let ${done};`,
    finishing,
    ...needed,
  ];
  return { raw, done, lines };
};
