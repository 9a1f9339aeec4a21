const LONGEST = 300;

/** A JSON value on one line, cut where it grows long; — where there is none. */
export const ValueText = ({ value }: { readonly value: unknown }) => {
  if (value === undefined || value === null) return <span class="value-none">—</span>;
  const text = JSON.stringify(value);
  const kind = typeof value === 'string' ? 'string' : typeof value === 'object' ? 'list' : 'number';
  return <span class={`mono value-${kind}`}>{text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text}</span>;
};
