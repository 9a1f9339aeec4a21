import { formatKey } from '../app/keys.ts';

/** Keyboard shortcut in the notation of this platform. */
export const Kbd = ({ keys }: { readonly keys: string }) => <kbd>{formatKey(keys)}</kbd>;
