import { type Conversion, createInvalid } from './conversion.ts';

const NOT_CWE = createInvalid('is not a CWE number');
const CWE = /^(?:CWE-)?(-?\d{1,7})$/i;
const CVE = /^CVE-\d{4}-\d{4,}$/;

/** `CWE-n` from `n`, `"n"` or `"CWE-n"`; vendors say "none" with 0 or −1. */
export const toCwe: Conversion = (value) => {
  if (typeof value !== 'string' && typeof value !== 'number') return NOT_CWE;
  const text = String(value).trim();
  if (text === '') return undefined;
  const digits = CWE.exec(text)?.[1];
  if (digits === undefined) return NOT_CWE;
  return Number(digits) > 0 ? `CWE-${Number(digits)}` : undefined;
};

/** A CVE id, or nothing: vendors put ids of their own into the same place. */
export const toCve: Conversion = (value) => {
  const id = typeof value === 'string' ? value.trim().toUpperCase() : '';
  return CVE.test(id) ? id : undefined;
};
