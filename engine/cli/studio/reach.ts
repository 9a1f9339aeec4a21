import { createSecureContext } from 'node:tls';
import type { Reach } from '../../../studio/server/app.ts';
import { engineError } from '../../base/errors/index.ts';
import { readText } from '../../io/read-text.ts';
import type { Options } from '../options.ts';

const MAX_BYTES = 1_048_576;

const isLoopback = (host: string): boolean => /^(?:127(?:\.\d{1,3}){3}|::1|localhost)$/.test(host);

async function readPem(file: string): Promise<string> {
  const read = await readText(file, MAX_BYTES);
  if ('problem' in read) throw engineError('STUDIO_TLS_INVALID', { reason: `${file} ${read.problem}` });
  return read.text;
}

async function tlsOf(options: Options): Promise<Reach['tls']> {
  const { 'tls-cert': certFile, 'tls-key': keyFile } = options;
  if (certFile === undefined && keyFile === undefined) return undefined;
  if (certFile === undefined || keyFile === undefined)
    throw engineError('USAGE', { problem: '--tls-cert and --tls-key belong together: give both' });
  const pair = { cert: await readPem(certFile), key: await readPem(keyFile) };
  try {
    createSecureContext(pair);
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    throw engineError('STUDIO_TLS_INVALID', { reason: `${certFile} and ${keyFile} do not work: ${reason}` }, error);
  }
  return pair;
}

function proxyOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const url = URL.parse(text);
  if (url?.protocol === 'https:' && url.href === `${url.origin}/`) return url.origin;
  throw engineError('USAGE', {
    problem: `--behind-proxy "${text}" is invalid: give the proxy's https URL without a path, such as https://studio.example.com`,
  });
}

/**
 * Reads how browsers reach the studio. Throws STUDIO_NEEDS_TLS for an address that other machines reach over plain http,
 * STUDIO_TLS_INVALID and USAGE.
 */
export async function readReach(host: string, options: Options): Promise<Reach> {
  const proxy = proxyOf(options['behind-proxy']);
  const tls = await tlsOf(options);
  if (!isLoopback(host) && !tls && proxy === undefined) throw engineError('STUDIO_NEEDS_TLS', { host });
  return { ...(tls ? { tls } : {}), ...(proxy === undefined ? {} : { proxy }) };
}
