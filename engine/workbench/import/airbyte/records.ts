import type { Json } from '../../../base/json/index.ts';
import {
  type Component,
  findComponent,
  findText,
  getType,
  listComponents,
  listTexts,
  refuseCustom,
} from './component.ts';
import { toTruth, writePath } from './jinja/code.ts';
import { parseJinja } from './jinja/template.ts';
import type { NameContext } from './locations.ts';
import { translateTemplate, writeExpression } from './templates.ts';
import { createRecordNames, keepIf, RECORD, type Statement, translateTransformation, writeItem } from './transform.ts';
import { attempt, refuse } from './untranslatable.ts';

/** Selection of a stream's items. */
export interface RecordPlan {
  readonly records: string;
  readonly absentWhen: string;
  readonly item?: string;
}

/** Part that could not be translated. */
export type OnLost = (part: string, component: Component, reason: string) => void;

/** Selects the records of a page by a path, with `*` for all members. */
function translateExtractor(extractor: Component, context: NameContext): string {
  refuseCustom(extractor);
  if (getType(extractor) !== 'DpathExtractor') refuse(`the component ${getType(extractor)} is not supported`);
  if (findComponent(extractor, 'record_expander')) refuse('the component RecordExpander is not supported');
  const steps = listTexts(extractor, 'field_path').map((step) => translateTemplate(step, context, 'field'));
  if (steps.some((step) => step.includes('{{'))) refuse('the path of the records is computed');
  return steps.includes('*') ? writeWildcards(steps) : writePath('', steps);
}

const LIST_MEMBERS = '$type($of) = "array" ? $of : $each($of, function($value) { $value })';

/** Members of objects, or elements of lists. */
function writeWildcards(steps: readonly string[]): string {
  let text = '';
  let path: string[] = [];
  for (const step of steps) {
    if (step !== '*') path.push(step);
    else {
      const base = writePath(text, path);
      // After the first wildcard, there are several values to list.
      text =
        text === ''
          ? `($of := ${base}; ${LIST_MEMBERS})`
          : `$reduce($map([${base}], function($of) { ${LIST_MEMBERS} }), $append, [])`;
      path = [];
    }
  }
  return writePath(text, path);
}

function translateFilter(filter: Component, context: NameContext, variable: string): string | undefined {
  refuseCustom(filter);
  const condition = findText(filter, 'condition');
  if (condition === undefined) return undefined;
  const own = {
    ...context,
    parameters: findComponent(filter, '$parameters') ?? context.parameters,
    special: { ...context.special, ...createRecordNames(variable) },
  };
  const node = parseJinja(condition);
  if (node.kind === 'const') return refuse('the condition is a constant');
  return toTruth(writeExpression(node, own, 'variable')).text;
}

/** Environment of the selection of records. */
export interface RecordContext {
  readonly names: NameContext;
  readonly onLost: OnLost;
  /** Condition of the first read. */
  readonly isRecent?: string | undefined;
  /** Statements after the transformations. */
  readonly normalization?: readonly Statement[];
}

/** Runs a translation; reports what fails, and continues without it. */
function tryPart<T>(part: string, component: Component, { onLost }: RecordContext, build: () => T): T | undefined {
  const result = attempt(build);
  if ('value' in result) return result.value;
  onLost(part, component, result.reason);
  return undefined;
}

/** Plans records, filter and transformations of a stream. Fails if the records cannot be selected. */
export function planRecords(stream: Component, selector: Component, context: RecordContext): RecordPlan {
  const { names, isRecent } = context;
  const extractor = findComponent(selector, 'extractor') ?? refuse('"extractor" is missing');
  const selection = translateExtractor(extractor, names);
  const statements: Statement[] = listComponents(stream, 'transformations').flatMap(
    (component) =>
      tryPart(getType(component), component, context, () => translateTransformation(component, names)) ?? [],
  );
  const filter = findComponent(selector, 'record_filter');
  const isAfter = findText(selector, 'transform_before_filtering') === 'true' && statements.length > 0;
  const condition =
    filter && tryPart('RecordFilter', filter, context, () => translateFilter(filter, names, isAfter ? RECORD : ''));
  const before = [
    ...(isRecent === undefined ? [] : [isRecent]),
    ...(condition === undefined || isAfter ? [] : [condition]),
  ];
  const isPlain = /^[A-Za-z_`][^()[\]]*$/.test(selection);
  const test = before.length === 1 ? before[0] : before.map((one) => `(${one})`).join(' and ');
  const records = test === undefined || test === '' || !isPlain ? selection : `${selection}[${test}]`;
  const first = test === undefined || test === '' || isPlain ? [] : [`${RECORD} := ((${test}) ? ${RECORD})`];
  const all = [...first, ...statements, ...(isAfter && condition !== undefined ? [keepIf(condition)] : [])];
  const item = writeItem([...all, ...(context.normalization ?? [])]);
  return { records, absentWhen: 'true', ...(item === undefined ? {} : { item }) };
}

/** Dotted paths of a primary key. */
export function readKey(value: Json | undefined): string[] {
  if (value === undefined || value === null || value === '') return [];
  if (!Array.isArray(value)) return typeof value === 'object' ? [] : [String(value)];
  return (value as Json[]).flatMap((part) => {
    const path = Array.isArray(part) ? part.map(String).join('.') : typeof part === 'object' ? '' : String(part);
    return path === '' ? [] : [path];
  });
}
