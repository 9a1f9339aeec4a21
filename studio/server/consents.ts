import { randomUUID } from 'node:crypto';
import { formatOrigins, type Manifest, resolveSecretOrigins, type SettingValue } from '../../engine/index.ts';

type Settings = Readonly<Record<string, SettingValue>>;

/** Time for which a token waits to be saved with its connection. */
const KEEP_MS = 30 * 60_000;
const MAX_TOKENS = 100;

/**
 * Refresh tokens of consents for connections that are not saved yet. The page receives a placeholder, which represents
 * the token in the settings that it sends.
 */
export interface Consents {
  /** Keeps a token for the hosts of these settings. Returns its placeholder. */
  keep(token: string, manifest: Manifest, settings: Settings): Promise<string>;
  /** Replaces placeholders in settings by their tokens, unless the token was obtained for other hosts. */
  resolve<S extends Settings>(manifest: Manifest | undefined, settings: S): Promise<S>;
  /** Replaces a token that the vendor has replaced. */
  replace(before: string, after: string): void;
}

/** Returns the connector and the hosts for which a token is obtained; undefined for settings without valid hosts. */
const bindingOf = async (manifest: Manifest, settings: Settings): Promise<string | undefined> => {
  const origins = await resolveSecretOrigins(manifest, settings).catch(() => undefined);
  return origins && `${manifest.id} ${formatOrigins(origins)}`;
};

interface KeptToken {
  readonly token: string;
  readonly until: number;
  readonly binding: string | undefined;
}

export function createConsents(now: () => number): Consents {
  const tokens = new Map<string, KeptToken>();
  const drop = () => {
    for (const [placeholder, { until }] of tokens) if (until < now()) tokens.delete(placeholder);
    const [oldest] = tokens.keys();
    if (tokens.size >= MAX_TOKENS && oldest !== undefined) tokens.delete(oldest);
  };
  const resolveValue = (value: unknown, binding: string | undefined): unknown => {
    if (typeof value === 'string') {
      const kept = tokens.get(value);
      return kept && kept.binding !== undefined && kept.binding === binding ? kept.token : value;
    }
    if (Array.isArray(value)) return value.map((inner) => resolveValue(inner, binding));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, resolveValue(inner, binding)]));
  };
  return {
    async keep(token, manifest, settings) {
      drop();
      const placeholder = `consent-${randomUUID()}`;
      const binding = await bindingOf(manifest, settings);
      tokens.set(placeholder, { token, until: now() + KEEP_MS, binding });
      return placeholder;
    },
    async resolve(manifest, settings) {
      if (!manifest || tokens.size === 0) return settings;
      return resolveValue(settings, await bindingOf(manifest, settings)) as typeof settings;
    },
    replace(before, after) {
      for (const [placeholder, kept] of tokens)
        if (kept.token === before) tokens.set(placeholder, { ...kept, token: after });
    },
  };
}
