import type { BasicAuth } from '../../manifest/types.generated.ts';
import { setHeader } from '../request/index.ts';
import { compileCredentialText, createMalformedError } from './credential.ts';
import type { CompileScheme } from './scheme.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: RFC 7617 forbids them
const CONTROL = /[\u0000-\u001f\u007f]/;

/** Formats the header value of HTTP Basic, encoded as UTF-8 (RFC 7617). Throws AUTH_SECRET_MALFORMED. */
export const formatBasicValue = (user: string, password: string): string => {
  if (user.includes(':')) throw createMalformedError('basic', 'the user name contains a colon');
  if (CONTROL.test(user + password)) throw createMalformedError('basic', 'it contains control characters');
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
};

/** HTTP Basic authentication. */
export const compileBasic: CompileScheme<BasicAuth> = ({ username, password }) => {
  const user = compileCredentialText(username);
  const pass = compileCredentialText(password);
  return {
    reauthOn: [],
    marks: [{ into: 'header', name: 'authorization' }],
    sign: (request, { scope }) => setHeader(request, 'authorization', formatBasicValue(user(scope), pass(scope))),
  };
};
