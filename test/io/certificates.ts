import { generate } from 'selfsigned';

/** A key and its certificate, PEM. */
export interface Pair {
  readonly key: string;
  readonly cert: string;
}

interface Wish {
  readonly signer?: Pair;
  readonly from?: Date;
  readonly to?: Date;
}

const DAY = 86_400_000;
export const daysFromNow = (count: number): Date => new Date(Date.now() + count * DAY);

async function pair(
  name: string,
  { signer, from = daysFromNow(-1), to = daysFromNow(30) }: Wish,
  isCa: boolean,
): Promise<Pair> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: name }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: from,
    notAfterDate: to,
    ...(signer ? { ca: signer } : {}),
    extensions: isCa
      ? [
          { name: 'basicConstraints', cA: true, critical: true },
          { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
        ]
      : [
          { name: 'basicConstraints', cA: false, critical: true },
          { name: 'subjectAltName', altNames: [{ type: 2, value: name }] },
        ],
  });
  return { key, cert };
}

/** Creates a certificate for the host `name`, self-signed without a signer. */
export const createCertificate = (name: string, wish: Wish = {}): Promise<Pair> => pair(name, wish, false);

/** Creates a certificate that can sign others. */
export const createAuthority = (name: string, wish: Wish = {}): Promise<Pair> => pair(name, wish, true);
