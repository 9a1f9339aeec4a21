import { createHash, createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { engineError, isEngineError } from '../../base/errors/index.ts';
import type { TemplateScope } from '../../language/template/index.ts';
import type { Tls } from '../../manifest/types.generated.ts';
import { compileCredentialText } from './credential.ts';
import { compileOrigins } from './origins.ts';

/** TLS options of a connection, with its secrets in plain text. Only for opening sockets. */
export interface TlsIdentity {
  /** Hash of the other members, by which connections are pooled. */
  readonly id: string;
  readonly cert?: string;
  readonly key?: string;
  readonly passphrase?: string;
  readonly ca?: string;
}

/** Returns the identity for a URL; undefined for an origin that the manifest does not name. */
export type FindIdentity = (url: string, now: number) => TlsIdentity | undefined;

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

// Values from environment variables often contain a literal \n for each line break.
const normalizePem = (text: string | undefined): string | undefined =>
  text && `${text.replaceAll('\\n', '\n').trim()}\n`;

const formatName = (text: string): string => text.split('\n').join(', ');

/** Describes a certificate by its subject, issuer and end. */
const describe = ({ subject, issuer, validTo }: X509Certificate): string =>
  `${formatName(subject)}, issued by ${formatName(issuer)}, valid until ${validTo}`;

const createError = (problem: string, certificate?: X509Certificate) =>
  engineError('TLS_CLIENT_CERTIFICATE_INVALID', {
    problem,
    ...(certificate && { certificate: describe(certificate) }),
  });

const parseCertificates = (pem: string): readonly X509Certificate[] | undefined => {
  try {
    const certificates = (pem.match(CERTIFICATE) ?? []).map((block) => new X509Certificate(block));
    return certificates.length > 0 ? certificates : undefined;
  } catch {
    return undefined;
  }
};

const parseKey = (key: string, passphrase: string | undefined): KeyObject => {
  try {
    return createPrivateKey({ key, ...(passphrase === undefined ? {} : { passphrase }) });
  } catch {
    // No `cause`: the library's error may contain parts of the key.
    const isEncrypted = key.includes('ENCRYPTED');
    throw createError(
      isEncrypted ? 'its passphrase is missing or wrong' : 'its private key is not a key in PEM format',
    );
  }
};

/** Checks the client certificate. Throws TLS_CLIENT_CERTIFICATE_INVALID. */
function checkClientCertificate({ cert, key, passphrase }: Omit<TlsIdentity, 'id'>, now: number): void {
  if (cert === undefined && key === undefined) return;
  if (cert === undefined || key === undefined)
    throw createError(`its ${cert === undefined ? 'certificate' : 'private key'} is missing`);
  const [certificate] = parseCertificates(cert) ?? [];
  if (!certificate) throw createError('it is not a certificate in PEM format');
  if (!certificate.checkPrivateKey(parseKey(key, passphrase)))
    throw createError('the private key belongs to another certificate', certificate);
  if (Date.parse(certificate.validTo) < now) throw createError('it has expired', certificate);
  if (Date.parse(certificate.validFrom) > now) throw createError('it is not valid yet', certificate);
}

function checkAuthority(ca: string | undefined): void {
  if (ca !== undefined && !parseCertificates(ca)) throw engineError('TLS_CA_INVALID', {});
}

/** Renders an optional part; one whose setting has no value is left out. */
const compilePart = (source: string | undefined) => {
  const text = source === undefined ? undefined : compileCredentialText(source);
  return (scope: TemplateScope): string | undefined => {
    try {
      return text?.(scope) || undefined;
    } catch (error) {
      if (isEngineError(error, 'TEMPLATE_NAME_UNKNOWN')) return undefined;
      throw error;
    }
  };
};

/** Compiles the TLS options of a connection. They are rendered and checked on first use. */
export function compileTls(
  spec: Tls | undefined,
  { baseUrl, scope }: { readonly baseUrl: string; readonly scope: TemplateScope },
): FindIdentity {
  if (!spec) return () => undefined;
  const isTrusted = compileOrigins(spec.origins, { baseUrl, scope });
  const passphrase = compilePart(spec.passphrase);
  const pems = { cert: compilePart(spec.certificate), key: compilePart(spec.key), ca: compilePart(spec.ca) };
  let known: TlsIdentity | undefined;
  const render = (): TlsIdentity => {
    const texts = Object.entries(pems).map(([name, part]) => [name, normalizePem(part(scope))] as const);
    const entries = [...texts, ['passphrase', passphrase(scope)] as const];
    const parts = Object.fromEntries(entries.filter(([, value]) => value !== undefined));
    return { ...parts, id: createHash('sha256').update(JSON.stringify(parts)).digest('base64url') };
  };
  return (url, now) => {
    if (!url.startsWith('https:') || !isTrusted(url)) return undefined;
    known ??= render();
    checkClientCertificate(known, now);
    checkAuthority(known.ca);
    return known.cert === undefined && known.ca === undefined ? undefined : known;
  };
}
