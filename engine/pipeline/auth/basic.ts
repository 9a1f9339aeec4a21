import type { BasicAuth } from '../../manifest/types.generated.ts';
import { withHeader } from '../request/index.ts';
import { credentialText, malformed } from './credential.ts';
import type { CompileScheme } from './scheme.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: RFC 7617 forbids them
const CONTROL = /[\u0000-\u001f\u007f]/;

/** The value of a Basic header: user and password as UTF-8 (RFC 7617). Throws AUTH_SECRET_MALFORMED. */
const basicValue = (user: string, password: string): string => {
  if (user.includes(':')) throw malformed('basic', 'the user name holds a colon');
  if (CONTROL.test(user + password)) throw malformed('basic', 'it holds control characters');
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
};

/** HTTP Basic. */
export const basic: CompileScheme<BasicAuth> = ({ username, password }) => {
  const user = credentialText(username);
  const pass = credentialText(password);
  return {
    reauthOn: [],
    marks: [{ into: 'header', name: 'authorization' }],
    sign: (draft, { scope }) => withHeader(draft, 'authorization', basicValue(user(scope), pass(scope))),
  };
};
