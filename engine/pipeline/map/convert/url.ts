import { type Conversion, createInvalid } from './conversion.ts';

const NOT_URL = createInvalid('is not a URL');
// What a program may open or show; script-bearing schemes (javascript:, data:) are no place where a finding lies.
const SCHEMES = new Set(['http:', 'https:', 'ftp:', 'ftps:', 'git:', 'ssh:', 'git+ssh:', 'ws:', 'wss:']);
const SCP = /^[\w.-]+@[\w.-]+:[^\s:]+$/;

/** An absolute URL as the vendor wrote it, or a `git@host:path` address; surrounding space is dropped. */
export const toUrl: Conversion = (value) => {
  if (typeof value !== 'string') return NOT_URL;
  const text = value.trim();
  if (text === '') return undefined;
  const parsed = URL.parse(text);
  return (parsed && SCHEMES.has(parsed.protocol)) || SCP.test(text) ? text : NOT_URL;
};
