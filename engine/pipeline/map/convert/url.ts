import { type Conversion, createInvalid } from './conversion.ts';

const NOT_URL = createInvalid('is not a URL');
// Schemes that are safe to open; javascript: and data: URLs can contain scripts and never locate a finding.
const SCHEMES = new Set(['http:', 'https:', 'ftp:', 'ftps:', 'git:', 'ssh:', 'git+ssh:', 'ws:', 'wss:']);
const SCP = /^[\w.-]+@[\w.-]+:[^\s:]+$/;

/** Returns an absolute URL or `git@host:path` address unchanged, except for surrounding whitespace. */
export const toUrl: Conversion = (value) => {
  if (typeof value !== 'string') return NOT_URL;
  const text = value.trim();
  if (text === '') return undefined;
  const parsed = URL.parse(text);
  return (parsed && SCHEMES.has(parsed.protocol)) || SCP.test(text) ? text : NOT_URL;
};
