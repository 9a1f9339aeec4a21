const MAX_LENGTH = 300;

/** JSON value on one line, truncated if long; "—" when it is undefined or null. In plain text: colors mean a status. */
export const ValueText = ({ value }: { readonly value: unknown }) => {
  if (value === undefined || value === null) return <span class="value-none">—</span>;
  const text = JSON.stringify(value);
  return <span class="mono">{text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text}</span>;
};
