import { Ajv, type Options } from 'ajv';

/**
 * How records are checked: up to the first problem, and lengths in UTF-16 units, as counting code points takes longer
 * than all else.
 */
export const RECORD_VALIDATION = { allErrors: false, messages: true, unicode: false, logger: false } as const;

/**
 * ajv for schemas that are known to be right: those of this project, which its tests check, and those that manifests
 * declare, which the manifest's own schema checks. It takes them as they are: compiling the schema of schemas, only to
 * check them again, would be a tenth of a start.
 */
export const createSchemaCompiler = (options: Options = {}): Ajv =>
  new Ajv({ strict: false, meta: false, validateSchema: false, ...options });
