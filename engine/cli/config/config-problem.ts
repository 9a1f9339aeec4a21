import type { ErrorObject, ValidateFunction } from 'ajv';
import configSchema from '../../../schemas/config.schema.json' with { type: 'json' };
import { engineError } from '../../base/errors/index.ts';
import { toPointer } from '../../base/json/index.ts';
import { createSchemaCompiler } from '../../base/json/schema-compiler.ts';
import { formatSuggestion } from '../../manifest/index.ts';
import type { Config } from '../../pipeline/connector/index.ts';

interface Problem {
  readonly path: string;
  readonly problem: string;
  readonly fix?: string;
}

const SETTING_FIX =
  'Use a string, a number, true, false, {"env": "NAME"}, {"file": "path"}, a list or an object of these.';

const isSetting = /^\/settings\/[^/]+/;

const KNOWN = ['settings', 'filters', 'select', 'map', 'entities', 'assetTypes', 'findingTypes'];

const WORDINGS: Readonly<Record<string, (error: ErrorObject) => Omit<Problem, 'path'>>> = {
  required: ({ params }) => ({ problem: `missing key "${params['missingProperty']}"` }),
  additionalProperties: ({ params }) => ({
    problem: `unknown key "${params['additionalProperty']}"`,
    fix: `Use only settings, filters, select and map.${formatSuggestion(String(params['additionalProperty']), KNOWN)}`,
  }),
  type: ({ params }) => ({ problem: `wrong type, expected ${params['type']}` }),
  minLength: () => ({ problem: 'empty value', fix: 'Enter a value, or remove the key.' }),
};

/** Returns the deepest position of the errors of a value that matches none of its alternatives. */
const findDeepest = (errors: readonly ErrorObject[]): string =>
  errors.reduce((deepest, { instancePath: at }) => (at.length > deepest.length ? at : deepest), '');

/** Describes the first error. Never includes values, because they may be secrets. */
function describeProblem(errors: readonly ErrorObject[]): Problem {
  const [error] = errors;
  const path = error?.instancePath ?? '';
  if (isSetting.test(path)) return { path: findDeepest(errors), problem: 'invalid setting value', fix: SETTING_FIX };
  const wording = error && WORDINGS[error.keyword]?.(error);
  return { path, ...(wording ?? { problem: error?.message ?? 'invalid value' }) };
}

let check: ValidateFunction | undefined;

/** Validates a value as a config. Throws CONFIG_INVALID with the pointer of the first problem. */
export function parseConfig(value: unknown): Config {
  check ??= createSchemaCompiler().compile(configSchema);
  if (check(value)) return value as Config;
  throw engineError('CONFIG_INVALID', { ...describeProblem(check.errors ?? []) });
}

/** Creates CONFIG_INVALID for a path in the config. */
export const createConfigError = (path: readonly (string | number)[], problem: string, fix?: string) =>
  engineError('CONFIG_INVALID', { path: toPointer(path), problem, ...(fix ? { fix } : {}) });
