const isFunction = (value: unknown): boolean =>
  typeof value === 'function' ||
  (typeof value === 'object' && value !== null && ('_jsonata_lambda' in value || '_jsonata_function' in value));

// An own key that would set the prototype when assigned.
const put = (target: Record<string, unknown>, key: string, value: unknown) => {
  if (key !== '__proto__') target[key] = value;
  else Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
};

const plainArray = (value: readonly unknown[]) => {
  let clean = Object.keys(value).length === value.length && !Object.hasOwn(value, 'cons');
  const copy = value.map((member) => {
    const plain = toPlain(member);
    clean &&= plain === member;
    return plain === undefined ? null : plain;
  });
  return clean ? value : copy;
};

const plainObject = (value: object) => {
  let clean = Object.getPrototypeOf(value) === Object.prototype;
  const copy: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(value)) {
    const plain = toPlain(member);
    clean &&= plain === member && plain !== undefined;
    if (plain !== undefined) put(copy, key, plain);
  }
  return clean ? value : copy;
};

/**
 * An evaluation's result as plain JSON: no flags on arrays, ordinary prototypes, functions and NaN gone. What is
 * plain already comes back as it is, not copied.
 */
export const toPlain = (value: unknown): unknown => {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'object' || value === null) return typeof value === 'function' ? undefined : value;
  if (isFunction(value)) return undefined;
  return Array.isArray(value) ? plainArray(value) : plainObject(value);
};
