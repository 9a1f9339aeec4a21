import { type Conversion, createInvalid } from './conversion.ts';

const NOT_CWE = createInvalid('is not a CWE number');
const CWE = /^(?:CWE-)?(-?\d{1,7})$/i;
const CVE = /^CVE-\d{4}-\d{4,}$/;

/** Converts `n`, `"n"` or `"CWE-n"` to `CWE-n`; vendors use 0 or −1 for none. */
export const toCwe: Conversion = (value) => {
  if (typeof value !== 'string' && typeof value !== 'number') return NOT_CWE;
  const text = String(value).trim();
  if (text === '') return undefined;
  const digits = CWE.exec(text)?.[1];
  if (digits === undefined) return NOT_CWE;
  return Number(digits) > 0 ? `CWE-${Number(digits)}` : undefined;
};

const SEVERAL = createInvalid('is a list', 'Map it to cveIds, which takes several, or pick one member.');

/** Returns a CVE ID; undefined for any other text or number, as vendors put their own IDs into the same field. */
export const toCve: Conversion = (value) => {
  if (typeof value === 'object') return SEVERAL;
  const id = typeof value === 'string' ? value.trim().toUpperCase() : '';
  return CVE.test(id) ? id : undefined;
};
