const HIDDEN = '*';
/** Matches one part of a credential of the form `scheme name=value,name=value`. */
const PART = /([,;]?\s*)(?:([A-Za-z][\w-]{0,19})=(?!=*$))?([^,;\s]+)/g;

/**
 * Returns the shape of a credential without its values: the scheme, the names of its parts, and `*` for each value,
 * followed by the length if the value is hexadecimal. A signature computed during a replay has the same shape.
 */
export function describeShape(credential: string): string {
  const [, scheme = '', rest = credential] = /^([A-Za-z][A-Za-z0-9-]*) (.*)$/s.exec(credential) ?? [];
  const parts = rest.replace(PART, (_whole, separator: string, name: string | undefined, value: string) => {
    const length = /^[0-9a-f]{8,}$/i.test(value) ? String(value.length) : '';
    return `${separator}${name === undefined ? '' : `${name}=`}${HIDDEN}${length}`;
  });
  return scheme === '' ? parts : `${scheme} ${parts}`;
}
