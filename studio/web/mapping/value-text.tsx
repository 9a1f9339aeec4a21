const MAX_LENGTH = 300;

/** JSON value on one line, truncated if long; "—" when it is undefined or null. */
export const ValueText = ({ value }: { readonly value: unknown }) => {
  if (value === undefined || value === null) return <span class="value-none">—</span>;
  const text = JSON.stringify(value);
  const kind = typeof value === 'string' ? 'string' : typeof value === 'object' ? 'list' : 'number';
  return <span class={`mono value-${kind}`}>{text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text}</span>;
};
