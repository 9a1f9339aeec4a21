import { engineError, isEngineError } from '../../base/errors/index.ts';
import { compileTemplate, type TemplateScope } from '../../language/template/index.ts';
import type { CredentialValue } from '../../manifest/types.generated.ts';
import { decodeText, findEncodingProblem } from './bytes.ts';

/** Creates AUTH_SECRET_MALFORMED; `problem` must not quote the secret. */
export const createMalformedError = (scheme: string, problem: string) =>
  engineError('AUTH_SECRET_MALFORMED', { scheme, problem });

/** Runs `write` and reports a value that its target rejects as AUTH_SECRET_MALFORMED. */
export const writeCredential = <T>(scheme: string, write: () => T): T => {
  try {
    return write();
  } catch (error) {
    if (!isEngineError(error, 'TEMPLATE_VALUE_REFUSED')) throw error;
    throw createMalformedError(scheme, String(error.details['problem']));
  }
};

/** Compiles a template of `auth` to a renderer of plain text that reveals secrets. */
export const compileCredentialText = (source: string) => {
  const template = compileTemplate(source, 'text');
  return (scope: TemplateScope): string => template.render(scope, { reveal: true });
};

/** Compiles a template of `auth` to a renderer of header text. It throws AUTH_SECRET_MALFORMED for invalid characters. */
export const compileCredentialHeader = (source: string, scheme: string) => {
  const template = compileTemplate(source, 'header');
  return (scope: TemplateScope): string => writeCredential(scheme, () => template.render(scope, { reveal: true }));
};

/** Compiles a credential to a renderer of its text, cut after the last `afterLast`. */
export const compileCredentialValue = ({ value, afterLast }: CredentialValue) => {
  const text = compileCredentialText(value);
  return (scope: TemplateScope): string => {
    const full = text(scope);
    const at = afterLast === undefined ? -1 : full.lastIndexOf(afterLast);
    return at === -1 ? full : full.slice(at + (afterLast ?? '').length);
  };
};

/** Compiles a credential to a renderer of key bytes. It throws AUTH_SECRET_MALFORMED. */
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
