/** Formats a destination for display and storage, without credentials, which even a malformed URL may contain. */
export const formatDestination = (to: string): string => to.replace(/^(postgres(?:ql)?:\/*).*@/s, '$1');

/** Finds the password in a destination's URL, to redact it from all output; undefined if it has none. */
export function findDestinationSecret(to: string): string | undefined {
  if (!to.startsWith('postgres') || !URL.canParse(to)) return undefined;
  const { password } = new URL(to);
  return password === '' ? undefined : decodeURIComponent(password);
}
