export { type AuthBlock, type AuthBlocks, compileAuths, DEFAULT_AUTH } from './blocks.ts';
export { type AuthPart, compileAuth } from './compile-auth.ts';
export {
  type CodeAttempt,
  type CodeConsent,
  type Consent,
  type DeviceConsent,
  readRefreshSetting,
  revealToken,
} from './consent.ts';
export type {
  AuthContext,
  AuthSetup,
  CredentialMark,
  Login,
  LoginResponse,
  Scheme,
  Session,
  SignContext,
} from './scheme.ts';
export { compileTls, type FindIdentity, type TlsIdentity } from './tls.ts';
