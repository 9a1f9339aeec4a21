import { engineError, isEngineError } from '../../base/errors/index.ts';
import { compileTemplate, type TemplateScope } from '../../language/template/index.ts';
import type { CredentialValue } from '../../manifest/types.generated.ts';
import { decodeText, findEncodingProblem } from './bytes.ts';

/** AUTH_SECRET_MALFORMED, saying what is wrong without showing it. */
export const createMalformedError = (scheme: string, problem: string) =>
  engineError('AUTH_SECRET_MALFORMED', { scheme, problem });

/** Runs what writes a credential: a value that its place refuses is a malformed secret to the user. */
export const writeCredential = <T>(scheme: string, write: () => T): T => {
  try {
    return write();
  } catch (error) {
    if (!isEngineError(error, 'TEMPLATE_VALUE_REFUSED')) throw error;
    throw createMalformedError(scheme, String(error.details['problem']));
  }
};

/** A template of `auth` as plain text, secrets revealed. */
export const compileCredentialText = (source: string) => {
  const template = compileTemplate(source, 'text');
  return (scope: TemplateScope): string => template.render(scope, { reveal: true });
};

/** A template of `auth` as part of a header; throws AUTH_SECRET_MALFORMED for what a header cannot hold. */
export const compileCredentialHeader = (source: string, scheme: string) => {
  const template = compileTemplate(source, 'header');
  return (scope: TemplateScope): string => writeCredential(scheme, () => template.render(scope, { reveal: true }));
};

/** A credential's text after its prefix. */
export const compileCredentialValue = ({ value, afterLast }: CredentialValue) => {
  const text = compileCredentialText(value);
  return (scope: TemplateScope): string => {
    const whole = text(scope);
    const at = afterLast === undefined ? -1 : whole.lastIndexOf(afterLast);
    return at === -1 ? whole : whole.slice(at + (afterLast ?? '').length);
  };
};

/** A credential as key bytes; throws AUTH_SECRET_MALFORMED. */
export const compileCredentialKey = (credential: CredentialValue, scheme: string) => {
  const text = compileCredentialValue(credential);
  const { decode = 'utf8' } = credential;
  return (scope: TemplateScope): Uint8Array => {
    const key = text(scope);
    const problem = key === '' ? 'it is empty' : findEncodingProblem(key, decode);
    if (problem) throw createMalformedError(scheme, problem);
    return decodeText(key, decode);
  };
};
