import { type Code, type Composer, isSpent, js, type Part, toPlain } from '../../language/expression/index.ts';
import { CONVERSIONS } from './convert/index.ts';
import { isDamaged, soundTexts } from './damaged-text.ts';
import { finishField } from './finish.ts';
import type { FieldPlan } from './plan.ts';

/** What a generated map is made with. */
export interface Workshop {
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

const evaluation = (part: Part | { readonly reason: string }, raw: Code, workshop: Workshop): readonly Code[] => {
  const { bad, caught, uncompiled } = workshop;
  if ('reason' in part) return [js`const ${raw} = ${uncompiled}; ${bad} = true;`];
  const { lines, value } = part;
  if (lines.length === 0) return [js`const ${raw} = ${value.code};`];
  const handler = js`catch (error) { ${raw} = ${caught}(error); ${bad} = true; }`;
  return [js`let ${raw};`, js`try {`, ...lines, js`${raw} = ${value.code}; }`, handler];
};

/** Stands for a value that is no good, of which `finish` tells why. */
const BAD = Symbol('bad');

const slowFinish = (field: FieldPlan) => (value: unknown) => {
  try {
    const { value: done, problem } = finishField(field, toPlain(value));
    return problem ? BAD : done;
  } catch (error) {
    if (isSpent(error)) return BAD;
    throw error;
  }
};

/** Values that a table knows, by what payloads hold: a text, or the number that it writes. */
const tableOf = ({ known }: FieldPlan): ReadonlyMap<unknown, unknown> => {
  const numbers = known.filter(([literal]) => String(Number(literal)) === literal);
  return new Map<unknown, unknown>([...known, ...numbers.map(([literal, value]) => [Number(literal), value] as const)]);
};

interface Names extends Pick<FieldCode, 'raw' | 'done'> {
  /** The way that `finish` goes. */
  readonly slow: Code;
}

const lookedUp = (field: FieldPlan, { raw, done, slow }: Names, { composer }: Workshop): Code => {
  const table = composer.constant(tableOf(field));
  return js`if (${raw} !== undefined && ${raw} !== null && (${done} = ${table}.get(${raw})) === undefined) ${slow}`;
};

/** What a conversion leaves: texts may be damaged or empty, anything that is no scalar is for `finish` to judge. */
const checked = (field: FieldPlan, { done, slow }: Names, { composer, bad }: Workshop): Code => {
  const damaged = composer.constant(isDamaged);
  const text = js`if (typeof ${done} === 'string') { if (${done}.length === 0) ${done} = undefined; else if (${damaged}(${done})) ${bad} = true; }`;
  const other = js`if (typeof ${done} === 'object') ${slow}`;
  return field.yields === 'ascii' ? other : js`${text} else ${other}`;
};

const convertedValue = ({ conversion, zone }: FieldPlan, raw: Code, { composer }: Workshop): Code =>
  conversion ? js`${composer.constant(conversion)}(${raw}, ${zone ? composer.constant(zone) : js`undefined`})` : raw;

/** A text that says something, which no conversion changes: it stays if it is sound. */
const keptText = (field: FieldPlan, { raw, done }: Names, { composer, bad }: Workshop): Code => {
  const value = field.yields === 'list' ? js`[${raw}]` : raw;
  return js`if (${composer.constant(isDamaged)}(${raw})) ${bad} = true; else ${done} = ${value};`;
};

const keepsText = ({ conversion, yields }: FieldPlan) =>
  conversion === undefined || conversion === CONVERSIONS.string || yields === 'list';

const textCode = (field: FieldPlan, names: Names, workshop: Workshop): Code => {
  if (keepsText(field)) return keptText(field, names, workshop);
  return js`${names.done} = ${convertedValue(field, names.raw, workshop)}; ${checked(field, names, workshop)}`;
};

const numberCode = (field: FieldPlan, names: Names, workshop: Workshop): Code => {
  if (field.yields === 'list') return names.slow;
  if (!field.conversion) return js`${names.done} = ${names.raw};`;
  return js`{ ${names.done} = ${convertedValue(field, names.raw, workshop)}; ${checked(field, names, workshop)} }`;
};

/** What is no text and no number: a list of texts, where that is kept as it is, or for `finish` to judge. */
const otherCode = (field: FieldPlan, { raw, done, slow }: Names, { composer }: Workshop): Code => {
  const isThere = js`${raw} !== undefined && ${raw} !== null`;
  const keepsList = field.conversion === undefined || field.yields === 'list';
  if (!keepsList) return js`if (${isThere}) ${slow}`;
  return js`if (${isThere} && (${done} = ${composer.constant(soundTexts)}(${raw})) === undefined) ${slow}`;
};

const converted = (field: FieldPlan, names: Names, workshop: Workshop): Code => {
  const { raw, slow } = names;
  if (field.yields === 'other') return js`if (${raw} !== undefined && ${raw} !== null && ${raw} !== '') ${slow}`;
  // Booleans, lists and objects are rare; Infinity and NaN are nothing.
  const text = js`if (typeof ${raw} === 'string') { if (${raw}.length > 0) { ${textCode(field, names, workshop)} } }`;
  const number = js`else if (typeof ${raw} === 'number' && ${raw} - ${raw} === 0) ${numberCode(field, names, workshop)}`;
  return js`${text} ${number} else ${otherCode(field, names, workshop)}`;
};

/** Emits a field: a text or a known value on the quick way, all else as `finish` does it. */
export const fieldCode = (field: FieldPlan, workshop: Workshop): FieldCode => {
  const { composer, bad } = workshop;
  const [raw, done] = [composer.name(), composer.name()];
  const finish = composer.constant(slowFinish(field));
  const slow = js`{ ${done} = ${finish}(${raw}); if (${done} === ${composer.constant(BAD)}) ${bad} = true; }`;
  const names = { raw, done, slow };
  const finishing = field.lookup ? lookedUp(field, names, workshop) : converted(field, names, workshop);
  const needed = field.required || field.identity ? [js`if (${done} === undefined) ${bad} = true;`] : [];
  const lines = [
    ...evaluation(composer.expression(field.source), raw, workshop),
    js`let ${done};`,
    finishing,
    ...needed,
  ];
  return { raw, done, lines };
};
