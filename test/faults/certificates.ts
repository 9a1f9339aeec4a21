import type { TlsOptions } from 'node:tls';
import { createAuthority, createCertificate, daysFromNow } from '../io/certificates.ts';
import type { TlsKind } from './case.ts';

/** The name that the vendor has in the tests. */
export const HOST = 'vendor.example';

const root = await createAuthority('Root of the tests');
const good = await createCertificate(HOST, { signer: root });

/** What a client trusts beside its machine's certificates. */
export const TRUSTED = root.cert;

/** The TLS of a server that is good, or wrong in one way. */
export const TLS: Readonly<Record<TlsKind, TlsOptions>> = {
  good,
  selfSigned: await createCertificate(HOST),
  unknownCa: await createCertificate(HOST, { signer: await createAuthority('Stranger') }),
  expired: await createCertificate(HOST, { signer: root, from: daysFromNow(-9), to: daysFromNow(-2) }),
  notYetValid: await createCertificate(HOST, { signer: root, from: daysFromNow(2), to: daysFromNow(9) }),
  wrongHost: await createCertificate('other.example', { signer: root }),
  tooOld: { ...good, minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' },
};
