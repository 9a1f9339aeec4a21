import type { TlsOptions } from 'node:tls';
import { createAuthority, createCertificate, daysFromNow } from '../io/certificates.ts';
import type { TlsKind } from './case.ts';

/** Host name of the vendor in the tests. */
export const HOST = 'vendor.example';

const root = await createAuthority('Root of the tests');
const good = await createCertificate(HOST, { signer: root });

/** Certificate authority that the client trusts in addition to those of its machine. */
export const TRUSTED = root.cert;

/** Valid TLS options of a server, and options with one defect each. */
export const TLS: Readonly<Record<TlsKind, TlsOptions>> = {
  good,
  selfSigned: await createCertificate(HOST),
  unknownCa: await createCertificate(HOST, { signer: await createAuthority('Stranger') }),
  expired: await createCertificate(HOST, { signer: root, from: daysFromNow(-9), to: daysFromNow(-2) }),
  notYetValid: await createCertificate(HOST, { signer: root, from: daysFromNow(2), to: daysFromNow(9) }),
  wrongHost: await createCertificate('other.example', { signer: root }),
  tooOld: { ...good, minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' },
};
