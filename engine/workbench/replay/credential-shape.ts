const HIDDEN = '*';
/** Between the parts of a credential: `scheme name=value,name=value`. */
const PART = /([,;]?\s*)(?:([A-Za-z][\w-]{0,19})=(?!=*$))?([^,;\s]+)/g;

/**
 * What a credential looks like, without anything of it: its scheme word, the names of its parts, and `*` in place of
 * every value, with the length where the value is hexadecimal. A replay's own signature has the same shape.
 */
export function describeShape(credential: string): string {
  const [, scheme = '', rest = credential] = /^([A-Za-z][A-Za-z0-9-]*) (.*)$/s.exec(credential) ?? [];
  const parts = rest.replace(PART, (_whole, separator: string, name: string | undefined, value: string) => {
    const length = /^[0-9a-f]{8,}$/i.test(value) ? String(value.length) : '';
    return `${separator}${name === undefined ? '' : `${name}=`}${HIDDEN}${length}`;
  });
  return scheme === '' ? parts : `${scheme} ${parts}`;
}
