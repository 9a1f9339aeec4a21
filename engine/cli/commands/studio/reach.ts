import { createSecureContext } from 'node:tls';
import type { Reach } from '../../../../studio/server/app.ts';
import { engineError } from '../../../base/errors/index.ts';
import { readText } from '../../../io/read-text.ts';
import type { Options } from '../../options.ts';

const MAX_BYTES = 1_048_576;

const isLoopback = (host: string): boolean => /^(?:127(?:\.\d{1,3}){3}|::1|localhost)$/.test(host);

async function readPem(file: string): Promise<string> {
  const read = await readText(file, MAX_BYTES);
  if ('problem' in read) throw engineError('STUDIO_TLS_INVALID', { reason: `cannot read ${file}: ${read.problem}` });
  return read.text;
}

async function readTls(options: Options): Promise<Reach['tls']> {
  const { 'tls-cert': certFile, 'tls-key': keyFile } = options;
  if (certFile === undefined && keyFile === undefined) return undefined;
  if (certFile === undefined || keyFile === undefined)
    throw engineError('USAGE', { problem: '--tls-cert and --tls-key require each other: use both' });
  const pair = { cert: await readPem(certFile), key: await readPem(keyFile) };
  try {
    createSecureContext(pair);
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    throw engineError('STUDIO_TLS_INVALID', { reason: `${certFile} and ${keyFile} cannot be used: ${reason}` }, error);
  }
  return pair;
}

function parseProxy(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const url = URL.parse(text);
  if (url?.protocol === 'https:' && url.href === `${url.origin}/`) return url.origin;
  throw engineError('USAGE', {
    problem: `invalid --behind-proxy "${text}": use the proxy's HTTPS URL without a path, such as https://studio.example.com`,
  });
}

/**
 * Reads the TLS and proxy options of the studio. Throws STUDIO_NEEDS_TLS if other machines would reach it over plain HTTP,
 * STUDIO_TLS_INVALID and USAGE.
 */
export async function readReach(host: string, options: Options): Promise<Reach> {
  const proxy = parseProxy(options['behind-proxy']);
  const tls = await readTls(options);
  if (!isLoopback(host) && !tls && proxy === undefined) throw engineError('STUDIO_NEEDS_TLS', { host });
  return { ...(tls ? { tls } : {}), ...(proxy === undefined ? {} : { proxy }) };
}
