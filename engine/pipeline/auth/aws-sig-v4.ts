import { revealSecret } from '../../base/secret/secret.ts';
import type { TemplateScope } from '../../language/template/index.ts';
import type { AwsSigV4Auth } from '../../manifest/types.generated.ts';
import { compileAssumeRole } from './assume-role.ts';
import { compileCredentialHeader, compileCredentialText } from './credential.ts';
import type { CompileScheme, CredentialMark, Session } from './scheme.ts';
import { type SigningKey, signSigV4 } from './sig-v4.ts';

type Keys = Pick<SigningKey, 'accessKeyId' | 'secretAccessKey' | 'sessionToken'>;

const MARKS: readonly CredentialMark[] = ['authorization', 'x-amz-security-token'].map((name) => ({
  into: 'header',
  name,
}));

/** Returns the temporary keys of an assumed role. */
const readKeys = ({ values }: Session): Keys => {
  const text = (name: string) => {
    const value = values[name];
    return value === undefined || typeof value === 'string' ? (value ?? '') : revealSecret(value);
  };
  return {
    accessKeyId: text('accessKeyId'),
    secretAccessKey: text('secretAccessKey'),
    sessionToken: text('sessionToken'),
  };
};

/** AWS Signature Version 4, with the configured keys or the temporary ones of a role that they assume. */
export const compileAwsSigV4: CompileScheme<AwsSigV4Auth> = (auth, setup) => {
  const text = (source: string) => compileCredentialHeader(source, 'awsSigV4');
  const [id, region, service] = [text(auth.accessKeyId), text(auth.region), text(auth.service)];
  const token = text(auth.sessionToken ?? '');
  const secret = compileCredentialText(auth.secretAccessKey);
  const readConfigured = (scope: TemplateScope): Keys => ({
    accessKeyId: id(scope),
    secretAccessKey: secret(scope),
    sessionToken: token(scope),
  });
  const { assumeRole } = auth;
  const role = assumeRole && compileAssumeRole(assumeRole, { setup, readConfigured });
  return {
    ...(role && { login: role }),
    reauthOn: role ? (auth.reauthOn ?? [401]) : [],
    marks: MARKS,
    signsTime: true,
    sign: (request, { now, scope, session }) => {
      const keys = session ? readKeys(session) : readConfigured(scope);
      return signSigV4(request, { ...keys, region: region(scope), service: service(scope) }, now);
    },
  };
};
