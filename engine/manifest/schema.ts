import type { ErrorObject } from 'ajv';
import { isObject, type Json, toPointer } from '../base/json/index.ts';
import type { Issue } from './issue.ts';
import { dropUnionNoise, isOfExclusive } from './schema-union.ts';
import { describeError } from './schema-wording.ts';
import type { Manifest } from './types.generated.ts';
import { check } from './validator.generated.js';

const MOST_ISSUES = 500;
const MOST_ERRORS = 5_000;

/** What the schema says of a value: the value as a manifest when it is one, else what is wrong with it. */
export type SchemaCheck = { readonly manifest: Manifest } | { readonly issues: readonly Issue[] };

/** The names that a `propertyNames` error is about, each with the object that holds it. */
const findBadNames = (errors: readonly ErrorObject[]) =>
  new Set(
    errors
      .filter(({ keyword }) => keyword === 'propertyNames')
      .map(({ instancePath, params }) => `${instancePath} ${params['propertyName']}`),
  );

const lacksTag = ({ keyword, data, params }: ErrorObject) =>
  keyword === 'discriminator' && !(isObject(toJson(data)) && Object.hasOwn(Object(data), String(params['tag'])));

/** Errors that only repeat what another one says: members of a `oneOf`, `if`, a name's own errors, a tag that is missing. */
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
  message: `There are more problems than the ${MOST_ISSUES} listed: ${count} in all.`,
  fix: 'Correct those first.',
});

/** One issue a problem, in the order of the schema's checks. */
const toIssues = (errors: readonly ErrorObject[]): Issue[] => {
  const told = dropEchoes(dropUnionNoise(errors.slice(0, MOST_ERRORS)));
  const unique = new Map(
    told.map((error) => [`${error.instancePath} ${error.keyword} ${JSON.stringify(error.params)}`, error]),
  );
  const issues = [...unique.values()].map(toIssue);
  return issues.length > MOST_ISSUES ? [...issues.slice(0, MOST_ISSUES), createMoreIssue(issues.length)] : issues;
};

/** Checks any JSON value against schemas/manifest.schema.json; one issue a problem, 500 at most. */
export const checkSchema = (value: Json): SchemaCheck =>
  check(value) ? { manifest: toManifest(value) } : { issues: toIssues(check.errors ?? []) };

const toManifest = (value: unknown) => value as Manifest;
