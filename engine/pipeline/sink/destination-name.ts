/** A destination as it may be shown and kept: without the user and the password that a URL, even a misspelt one, may hold. */
export const formatDestination = (to: string): string => to.replace(/^(postgres(?:ql)?:\/*).*@/s, '$1');

/** The password in a destination's URL, that no output may hold; undefined where there is none. */
export function findDestinationSecret(to: string): string | undefined {
  if (!to.startsWith('postgres') || !URL.canParse(to)) return undefined;
  const { password } = new URL(to);
  return password === '' ? undefined : decodeURIComponent(password);
}
