import { readsOf } from '../../language/expression/index.ts';
import { compileTemplate } from '../../language/template/index.ts';
import type { Clause, ErrorRule, MapSpec, Parameter, RequestSpec, Stream } from '../../manifest/types.generated.ts';

/** Paths into the scope, e.g. `['application', 'guid']`. */
export type ScopePaths = readonly (readonly string[])[];

const ofTemplate = (text: string): ScopePaths => compileTemplate(text, 'text').names;

/** A condition sees the scope as its input. */
const ofCondition = (source: string | undefined): ScopePaths => {
  if (source === undefined) return [];
  const { input, wholeInput } = readsOf(source);
  return wholeInput ? [[]] : input;
};

/** An expression on a page or an item sees the scope as variables. */
const ofVariables = (source: string | undefined): ScopePaths => {
  if (source === undefined) return [];
  return Object.entries(readsOf(source).variables).flatMap(([name, paths]) => paths.map((path) => [name, ...path]));
};

const ofClause = ({ value, when }: Clause): ScopePaths => [...ofTemplate(value), ...ofCondition(when)];

function ofParameter(parameter: Parameter): ScopePaths {
  if (typeof parameter === 'number' || typeof parameter === 'boolean') return [];
  if (typeof parameter === 'string') return ofTemplate(parameter);
  if (Array.isArray(parameter)) return parameter.flatMap(ofTemplate);
  return 'clauses' in parameter ? parameter.clauses.flatMap(ofClause) : ofClause(parameter);
}

function ofJson(value: unknown): ScopePaths {
  if (typeof value === 'string') return ofTemplate(value);
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(ofJson);
}

const templatesOf = (record: Readonly<Record<string, string>> | undefined): ScopePaths =>
  Object.values(record ?? {}).flatMap(ofTemplate);

/** What a request reads of its scope. */
const readsOfRequest = (request: RequestSpec | undefined): ScopePaths =>
  request === undefined
    ? []
    : [
        ...[request.path, request.url, request.text].flatMap((text) => (text === undefined ? [] : ofTemplate(text))),
        ...Object.values(request.query ?? {}).flatMap(ofParameter),
        ...templatesOf(request.headers),
        ...templatesOf(request.form),
        ...ofJson(request.json),
      ];

const ofErrorRules = (rules: readonly ErrorRule[] | undefined): ScopePaths =>
  (rules ?? []).flatMap((rule) => ofCondition(rule.when));

/** What a stream's requests and selectors read of their scope. */
export const readsOfStream = (stream: Stream): ScopePaths => [
  ...readsOfRequest(stream.request),
  ...readsOfRequest(stream.job?.create.request),
  ...readsOfRequest(stream.job?.poll.request),
  ...readsOfRequest(stream.job?.fetch),
  ...ofVariables(stream.records),
  ...ofVariables(stream.absentWhen),
  ...ofErrorRules(stream.errors),
  ...Object.values(stream.lookup ?? {}).flatMap((lookup) =>
    lookup.type === 'join' ? [...ofVariables(lookup.key), ...ofVariables(lookup.value)] : ofVariables(lookup.when),
  ),
];

/** What a map's expressions read of their scope. */
export const readsOfMap = (map: MapSpec): ScopePaths => [
  ...ofVariables(map.where),
  ...Object.values(map.fields).flatMap((field) => ofVariables(typeof field === 'string' ? field : field.value)),
];

/** What an expression reads of the item that is its input. */
export const readsOfItem = (source: string | undefined): ScopePaths => ofCondition(source);
