import { type Bindings, type EvaluationOptions, findReads } from '../../language/expression/index.ts';
import { isTrue } from '../../language/expression/truth.ts';
import {
  type ExplainedField,
  evaluateWithLimit,
  type FieldResult,
  prepareField,
  toFieldResult,
} from './explain-field.ts';
import { buildRecord, type FieldAnswer, type Finisher, finishItem } from './finish.ts';
import { type FieldPlan, listIdentityFields } from './plan.ts';
import { findPointers } from './pointer.ts';
import { createFailedExpression, createMissingField, createReject, type Problem } from './problem.ts';
import { buildRecordTree } from './record-tree.ts';
import type { MapOutcome, MapSpec } from './spec.ts';
import { compileSchemaCheck, compileThoroughCheck, describeSchemaProblem } from './validate.ts';

export type { ExplainedField, FieldResult } from './explain-field.ts';

/** Outcome of an item and of each field. */
export interface ItemExplanation {
  readonly outcome: MapOutcome;
  /** Results by field in map order; empty for a skipped item. */
  readonly cells: readonly FieldResult[];
}

/** Map that explains the result of each field. Slower than `compileMap`, with the same outcome. */
export interface Explainer {
  readonly fields: readonly ExplainedField[];
  explain(item: unknown, scope: Bindings): Promise<ItemExplanation>;
  /** RFC 6901 pointers to the leaves of the item that were read, by field. */
  reads(item: unknown, scope: Bindings): readonly (readonly string[])[];
  /** Paths of the item values that the map may read, including those in `where`. */
  readonly paths: readonly (readonly string[])[];
}

const SKIPPED: ItemExplanation = { outcome: { kind: 'skipped' }, cells: [] };

/** Validates the record that all fields form and returns the schema's problems by field. */
const findSchemaProblems = (
  finisher: Finisher,
  schema: object,
  cells: readonly FieldResult[],
): ReadonlyMap<FieldPlan, Problem> => {
  const problems = new Map<FieldPlan, Problem>();
  const check = compileThoroughCheck(schema);
  if (check(buildRecord(finisher.tree, cells) ?? {})) return problems;
  const sources = cells.map(({ source }) => source);
  for (const error of check.errors ?? []) {
    const problem = describeSchemaProblem(error, finisher.fields, sources);
    if (problem.field && !problems.has(problem.field)) problems.set(problem.field, problem);
  }
  return problems;
};

/** Adds a problem of the whole record to a field's result. */
const applySchemaProblem = (
  cell: FieldResult,
  plan: FieldPlan | undefined,
  refused: ReadonlyMap<FieldPlan, Problem>,
): FieldResult => {
  if (cell.problem || !plan) return cell;
  if (cell.value === undefined && (plan.required || plan.identity))
    return { ...cell, problem: createMissingField(plan, plan.target) };
  const problem = refused.get(plan);
  return problem ? { ...cell, problem } : cell;
};

/** Compiles `where`; true without one. */
const createFilter = ({ where }: MapSpec, surroundings: EvaluationOptions): ExplainedField['answer'] => {
  if (where === undefined) return () => ({ value: true });
  try {
    return evaluateWithLimit(where, surroundings).answer;
  } catch (error) {
    return () => ({ error });
  }
};

const collectPaths = (spec: MapSpec, fields: readonly ExplainedField[]): readonly (readonly string[])[] => {
  const own = fields.flatMap(({ plan }) => plan?.paths ?? []);
  try {
    return spec.where === undefined ? own : [...findReads(spec.where).input, ...own];
  } catch {
    return own;
  }
};

/** Creates the function that explains one item with the prepared fields. */
const createExplain = (spec: MapSpec, fields: readonly ExplainedField[], surroundings: EvaluationOptions) => {
  const plans = fields.flatMap(({ plan }) => plan ?? []);
  const tree = buildRecordTree(plans, spec.constants ?? {});
  const check = spec.check ?? compileSchemaCheck(spec.schema);
  const finisher: Finisher = { fields: plans, identity: listIdentityFields(plans, spec), tree, check };
  const passes = createFilter(spec, surroundings);

  return async (item: unknown, scope: Bindings): Promise<ItemExplanation> => {
    const wanted = await passes(item, scope);
    if ('error' in wanted)
      return { outcome: createReject(createFailedExpression('where', wanted.error), [], item), cells: [] };
    if (!isTrue(wanted.value)) return SKIPPED;
    const answers: FieldAnswer[] = [];
    for (const field of fields) {
      const answer = field.answer(item, scope);
      answers.push(answer instanceof Promise ? await answer : answer);
    }
    const cells = fields.map((field, at) => toFieldResult(field, answers[at] ?? { value: undefined }));
    const isBroken = (_: unknown, at: number) => fields[at]?.plan === undefined;
    const broken = cells.find(isBroken)?.problem;
    const outcome = broken ? createReject(broken, [], item) : finishItem(finisher, item, answers);
    if (outcome.kind === 'record') return { outcome, cells };
    const refused = findSchemaProblems(
      finisher,
      spec.schema,
      cells.filter((cell, at) => !isBroken(cell, at)),
    );
    return { outcome, cells: cells.map((cell, at) => applySchemaProblem(cell, fields[at]?.plan, refused)) };
  };
};

/**
 * Prepares a map to explain. Fields that do not compile are reported in their results. Throws a RangeError for
 * a target inside another target.
 */
export const createExplainer = (spec: MapSpec, surroundings: EvaluationOptions = {}): Explainer => {
  const fields = Object.keys(spec.fields).map((target) => prepareField(spec, target, surroundings));
  const paths = collectPaths(spec, fields);
  return {
    fields,
    explain: createExplain(spec, fields, surroundings),
    reads: (item, scope) =>
      fields.map(({ trace, plan }) => trace(item, scope)?.reads ?? findPointers(plan?.paths ?? [], item)),
    paths,
  };
};
