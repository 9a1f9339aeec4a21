import { formatKey } from '../app/keys.ts';

/** A key, as this machine's keyboard calls it. */
export const Kbd = ({ keys }: { readonly keys: string }) => <kbd>{formatKey(keys)}</kbd>;
