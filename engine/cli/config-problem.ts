import type { ErrorObject, ValidateFunction } from 'ajv';
import configSchema from '../../schemas/config.schema.json' with { type: 'json' };
import { engineError } from '../base/errors/index.ts';
import { toPointer } from '../base/json/index.ts';
import { createSchemaCompiler } from '../base/json/schema-compiler.ts';
import { formatSuggestion } from '../manifest/index.ts';
import type { Config } from '../pipeline/connector/index.ts';

interface Problem {
  readonly path: string;
  readonly problem: string;
  readonly fix?: string;
}

const SETTING_FIX = 'Write a setting as a text, a number, true or false, as {"env": "NAME"} or as {"file": "path"}.';

const isSetting = /^\/settings\/[^/]+/;

const KNOWN = ['settings', 'filters', 'select', 'map', 'assetTypes', 'findingTypes'];

const WORDINGS: Readonly<Record<string, (error: ErrorObject) => Omit<Problem, 'path'>>> = {
  required: ({ params }) => ({ problem: `"${params['missingProperty']}" is missing` }),
  additionalProperties: ({ params }) => ({
    problem: `"${params['additionalProperty']}" is not a key of the config`,
    fix: `The config's keys are settings, filters, select and map.${formatSuggestion(String(params['additionalProperty']), KNOWN)}`,
  }),
  type: ({ params }) => ({ problem: `this must be of type ${params['type']}` }),
  minLength: () => ({ problem: 'this is empty', fix: 'Give it a value, or remove it.' }),
};

/** Of several errors the one to tell; values are never told: they may be secrets. */
function describeProblem([error]: readonly ErrorObject[]): Problem {
  const path = error?.instancePath ?? '';
  const [setting] = isSetting.exec(path) ?? [];
  if (setting) return { path: setting, problem: 'this is not a setting', fix: SETTING_FIX };
  const wording = error && WORDINGS[error.keyword]?.(error);
  return { path, ...(wording ?? { problem: error?.message ?? 'this is not valid' }) };
}

let check: ValidateFunction | undefined;

/** The value as a config. Throws CONFIG_INVALID with the pointer of the first problem. */
export function parseConfig(value: unknown): Config {
  check ??= createSchemaCompiler().compile(configSchema);
  if (check(value)) return value as Config;
  throw engineError('CONFIG_INVALID', { ...describeProblem(check.errors ?? []) });
}

/** CONFIG_INVALID at a path of the config. */
export const createConfigError = (path: readonly (string | number)[], problem: string, fix?: string) =>
  engineError('CONFIG_INVALID', { path: toPointer(path), problem, ...(fix ? { fix } : {}) });
