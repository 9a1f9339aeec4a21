import type { ErrorObject } from 'ajv';
import { isObject, type Json, type JsonObject, toPointer } from '../base/json/index.ts';
import { fillDefaults } from './defaults.ts';
import type { Issue } from './issue.ts';
import { dropUnionNoise, isOfExclusive } from './schema-node.ts';
import { describeError } from './schema-wording.ts';
import type { Manifest } from './types.generated.ts';
import { check } from './validator.generated.js';

const MOST_ISSUES = 500;
const MOST_ERRORS = 5_000;

/** Result of the schema check: the manifest, or the issues of an invalid value. */
export type SchemaCheck = { readonly manifest: Manifest } | { readonly issues: readonly Issue[] };

/** Returns the names with a `propertyNames` error, each prefixed with the pointer of its object. */
const findBadNames = (errors: readonly ErrorObject[]) =>
  new Set(
    errors
      .filter(({ keyword }) => keyword === 'propertyNames')
      .map(({ instancePath, params }) => `${instancePath} ${params['propertyName']}`),
  );

const lacksTag = ({ keyword, data, params }: ErrorObject) =>
  keyword === 'discriminator' && !(isObject(toJson(data)) && Object.hasOwn(Object(data), String(params['tag'])));

/** Removes errors that only repeat another one: members of a `oneOf`, `if`, errors inside a name, a missing tag. */
function dropEchoes(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const exclusives = errors.filter(({ keyword }) => keyword === 'oneOf');
  const names = findBadNames(errors);
  return errors.filter(
    (error) =>
      error.keyword !== 'if' &&
      !lacksTag(error) &&
      !(error.keyword !== 'propertyNames' && names.has(`${error.instancePath} ${error.data}`)) &&
      !isOfExclusive(error, exclusives),
  );
}

const toIssue = (error: ErrorObject): Issue => {
  const { rule, message, fix, key } = describeError(error, toJson(error.data));
  const path = key === undefined ? error.instancePath : error.instancePath + toPointer([key]);
  return { rule, severity: 'error', path, message, fix };
};

const toJson = (value: unknown) => value as Json | undefined;

const createMoreIssue = (count: number): Issue => ({
  rule: 'schema/more',
  severity: 'error',
  path: '',
  message: `The manifest has ${count} problems; only the first ${MOST_ISSUES} are listed.`,
  fix: 'Fix the listed problems first.',
});

/** Converts ajv errors to one issue per problem, in the order of the schema's checks. */
const toIssues = (errors: readonly ErrorObject[]): Issue[] => {
  const relevant = dropEchoes(dropUnionNoise(errors.slice(0, MOST_ERRORS)));
  const unique = new Map(
    relevant.map((error) => [`${error.instancePath} ${error.keyword} ${JSON.stringify(error.params)}`, error]),
  );
  const issues = [...unique.values()].map(toIssue);
  return issues.length > MOST_ISSUES ? [...issues.slice(0, MOST_ISSUES), createMoreIssue(issues.length)] : issues;
};

/** Checks a JSON value against schemas/manifest.schema.json. Returns one issue per problem, at most 500. */
export const checkSchema = (value: Json): SchemaCheck =>
  check(value) ? { manifest: fillDefaults(value as JsonObject) } : { issues: toIssues(check.errors ?? []) };
