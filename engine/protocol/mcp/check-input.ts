import type { ErrorObject, ValidateFunction } from 'ajv';
import { engineError } from '../../base/errors/index.ts';
import { isObject, toPointer } from '../../base/json/index.ts';
import { createSchemaCompiler } from '../../base/json/schema-compiler.ts';
import { formatSuggestion } from '../../manifest/index.ts';

interface Problem {
  readonly path: string;
  readonly problem: string;
  readonly fix?: string;
}

const listNames = (schema: unknown): string[] =>
  isObject(schema) && isObject(schema['properties']) ? Object.keys(schema['properties']) : [];

/** Describes an error. Never includes a value, because it may be a secret. */
function describeError({ instancePath, keyword, params, message, parentSchema }: ErrorObject): Problem {
  if (keyword !== 'additionalProperties')
    return { path: instancePath, problem: keyword === 'enum' ? `use one of ${params['allowedValues']}` : `${message}` };
  const name = String(params['additionalProperty']);
  const known = listNames(parentSchema);
  return {
    path: instancePath + toPointer([name]),
    problem: 'unknown argument',
    fix: `Use only ${known.join(', ')}.${formatSuggestion(name, known)}`,
  };
}

const compiled = new WeakMap<object, ValidateFunction>();

function compile(schema: object): ValidateFunction {
  const known = compiled.get(schema);
  if (known) return known;
  const check = createSchemaCompiler({ verbose: true, logger: false }).compile(schema);
  compiled.set(schema, check);
  return check;
}

/** Checks arguments of a tool, or the part at `path` of them, against a JSON Schema. Throws TOOL_INPUT_INVALID. */
export function checkArgument(schema: object, value: unknown, path = ''): void {
  const check = compile(schema);
  if (check(value)) return;
  const [error] = check.errors ?? [];
  const problem = error ? describeError(error) : { path: '', problem: 'invalid value' };
  throw engineError('TOOL_INPUT_INVALID', { ...problem, path: path + problem.path });
}
