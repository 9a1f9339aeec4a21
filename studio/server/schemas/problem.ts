import { COUNT, FLAG, listSchema, type NamedSchema, objectSchema, POINTER, refTo, TEXT } from './schema.ts';

const errorBody: NamedSchema = {
  $id: 'ErrorBody',
  description: 'What went wrong, by the code of the error catalogue, and what to do.',
  ...objectSchema({ code: TEXT, message: TEXT, fix: TEXT, where: POINTER }, ['where']),
};

const failure: NamedSchema = {
  $id: 'Failure',
  description: 'The answer to every request that fails.',
  ...objectSchema({ error: refTo('ErrorBody') }),
};

const issue: NamedSchema = {
  $id: 'Issue',
  description: 'One problem of a manifest, at its place.',
  ...objectSchema(
    {
      rule: TEXT,
      severity: { enum: ['error', 'warning'] },
      path: { ...POINTER, description: 'Into the manifest.' },
      message: TEXT,
      fix: TEXT,
      position: { ...COUNT, description: 'Characters into the expression, the template, or a text that is not JSON.' },
    },
    ['position'],
  ),
};

const validateRequest: NamedSchema = {
  $id: 'ValidateRequest',
  ...objectSchema({ text: { ...TEXT, description: "A manifest's text." } }),
};

const validateAnswer: NamedSchema = {
  $id: 'ValidateAnswer',
  ...objectSchema({
    issues: listSchema(refTo('Issue')),
    valid: { ...FLAG, description: 'None of the issues is an error.' },
  }),
};

/** Errors of the API and problems of manifests. */
export const PROBLEM_SCHEMAS: readonly NamedSchema[] = [errorBody, failure, issue, validateRequest, validateAnswer];
