import { COUNT, FLAG, listSchema, type NamedSchema, objectSchema, POINTER, refTo, TEXT } from './schema.ts';

const errorBody: NamedSchema = {
  $id: 'ErrorBody',
  description: 'Error with its code in the error catalogue and a fix.',
  ...objectSchema({ code: TEXT, message: TEXT, fix: TEXT, where: POINTER }, ['where']),
};

const failure: NamedSchema = {
  $id: 'Failure',
  description: 'Response to a failed request.',
  ...objectSchema({ error: refTo('ErrorBody') }),
};

const issue: NamedSchema = {
  $id: 'Issue',
  description: 'Problem of a manifest, with its position.',
  ...objectSchema(
    {
      rule: TEXT,
      severity: { enum: ['error', 'warning'] },
      path: { ...POINTER, description: 'JSON pointer into the manifest.' },
      message: TEXT,
      fix: TEXT,
      position: { ...COUNT, description: 'Offset in characters in the expression, the template or the invalid JSON.' },
    },
    ['position'],
  ),
};

const validateRequest: NamedSchema = {
  $id: 'ValidateRequest',
  ...objectSchema({ text: { ...TEXT, description: 'Text of a manifest.' } }),
};

const validateResponse: NamedSchema = {
  $id: 'ValidateResponse',
  ...objectSchema({
    issues: listSchema(refTo('Issue')),
    valid: { ...FLAG, description: 'None of the issues is an error.' },
  }),
};

/** Schemas of errors and manifest issues. */
export const PROBLEM_SCHEMAS: readonly NamedSchema[] = [errorBody, failure, issue, validateRequest, validateResponse];
