import { type Bindings, readsOf, type Surroundings } from '../../language/expression/index.ts';
import { isTrue } from '../../language/expression/truth.ts';
import { askingOnce, type Cell, cellOf, type ExplainedField, explainedField } from './explain-field.ts';
import { type Answer, type Finisher, finish, recordOf } from './finish.ts';
import type { FieldPlan } from './plan.ts';
import { pointersOn } from './pointer.ts';
import { failedExpression, missingField, type Problem, rejectOf } from './problem.ts';
import { recordTree } from './record-tree.ts';
import type { MapSpec, Outcome } from './spec.ts';
import { schemaCheck, schemaProblem, thoroughCheck } from './validate.ts';

export type { Cell, ExplainedField } from './explain-field.ts';

/** What became of an item, and of each field on the way. */
export interface Explained {
  readonly outcome: Outcome;
  /** By field, in the map's order; none where the item is skipped. */
  readonly cells: readonly Cell[];
}

/** A map that tells of each field what it gives, or why not. Slower than `compileMap`'s, the same outcome. */
export interface Explainer {
  readonly fields: readonly ExplainedField[];
  explain(item: unknown, scope: Bindings): Promise<Explained>;
  /** RFC 6901 pointers to the leaves of the item that were read, by field. */
  reads(item: unknown, scope: Bindings): readonly (readonly string[])[];
  /** The places of the item that the map may read, `where` included. */
  mayRead(item: unknown): readonly string[];
}

const SKIPPED: Explained = { outcome: { kind: 'skipped' }, cells: [] };

/** What the target schema says of the record that the fields give together, by field. */
const refusals = (finisher: Finisher, schema: object, cells: readonly Cell[]): ReadonlyMap<FieldPlan, Problem> => {
  const problems = new Map<FieldPlan, Problem>();
  const check = thoroughCheck(schema);
  if (check(recordOf(finisher.tree, cells) ?? {})) return problems;
  const sources = cells.map(({ source }) => source);
  for (const error of check.errors ?? []) {
    const problem = schemaProblem(error, finisher.fields, sources);
    if (problem.field && !problems.has(problem.field)) problems.set(problem.field, problem);
  }
  return problems;
};

/** A cell with what is wrong with it only in the record as a whole. */
const judged = (cell: Cell, plan: FieldPlan | undefined, refused: ReadonlyMap<FieldPlan, Problem>): Cell => {
  if (cell.problem || !plan) return cell;
  if (cell.value === undefined && (plan.required || plan.identity))
    return { ...cell, problem: missingField(plan, plan.target) };
  const problem = refused.get(plan);
  return problem ? { ...cell, problem } : cell;
};

/** `where` as a question; true without one. */
const passing = ({ where }: MapSpec, surroundings: Surroundings): ExplainedField['answer'] => {
  if (where === undefined) return () => ({ value: true });
  try {
    return askingOnce(where, surroundings).answer;
  } catch (error) {
    return () => ({ error });
  }
};

const pathsOf = (spec: MapSpec, fields: readonly ExplainedField[]): readonly (readonly string[])[] => {
  const own = fields.flatMap(({ plan }) => plan?.paths ?? []);
  try {
    return spec.where === undefined ? own : [...readsOf(spec.where).input, ...own];
  } catch {
    return own;
  }
};

/** What is made of one item, once the map has been prepared. */
const explaining = (spec: MapSpec, fields: readonly ExplainedField[], surroundings: Surroundings) => {
  const plans = fields.flatMap(({ plan }) => plan ?? []);
  const tree = recordTree(plans, spec.constants ?? {});
  const finisher: Finisher = { fields: plans, tree, check: spec.check ?? schemaCheck(spec.schema) };
  const passes = passing(spec, surroundings);

  return async (item: unknown, scope: Bindings): Promise<Explained> => {
    const wanted = await passes(item, scope);
    if ('error' in wanted) return { outcome: rejectOf(failedExpression(undefined, wanted.error), [], item), cells: [] };
    if (!isTrue(wanted.value)) return SKIPPED;
    const answers: Answer[] = [];
    for (const field of fields) {
      const answer = field.answer(item, scope);
      answers.push(answer instanceof Promise ? await answer : answer);
    }
    const cells = fields.map((field, at) => cellOf(field, answers[at] ?? { value: undefined }));
    const isBroken = (_: unknown, at: number) => fields[at]?.plan === undefined;
    const broken = cells.find(isBroken)?.problem;
    const outcome = broken ? rejectOf(broken, [], item) : finish(finisher, item, answers);
    if (outcome.kind === 'record') return { outcome, cells };
    const refused = refusals(
      finisher,
      spec.schema,
      cells.filter((cell, at) => !isBroken(cell, at)),
    );
    return { outcome, cells: cells.map((cell, at) => judged(cell, fields[at]?.plan, refused)) };
  };
};

/**
 * Prepares a map to be explained: also one with fields that do not compile, whose cells say so. Throws a RangeError for
 * targets that lie in one another.
 */
export const explainMap = (spec: MapSpec, surroundings: Surroundings = {}): Explainer => {
  const fields = Object.keys(spec.fields).map((target) => explainedField(spec, target, surroundings));
  const paths = pathsOf(spec, fields);
  return {
    fields,
    explain: explaining(spec, fields, surroundings),
    reads: (item, scope) =>
      fields.map(({ trace, plan }) => trace(item, scope)?.reads ?? pointersOn(plan?.paths ?? [], item)),
    mayRead: (item) => pointersOn(paths, item),
  };
};
