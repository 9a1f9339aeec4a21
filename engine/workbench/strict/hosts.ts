import { findSetting, listSchemasAt, type Manifest, splitSettingPath } from '../../manifest/index.ts';
import type { Recording } from '../replay/index.ts';

const TEMPLATE = /\{\{[^}]*\}\}/g;
const SETTING = /^\{\{\s*settings\.([A-Za-z0-9_.]+)\s*\}\}$/;

/** Returns the value of a setting in a case, or its default; undefined for a derived one. */
function findValue(manifest: Manifest, { settings }: Recording, name: string): unknown {
  const path = splitSettingPath(name);
  return (
    findSetting(settings as Parameters<typeof findSetting>[0], path) ??
    listSchemasAt(manifest.settings, path)[0]?.default
  );
}

/** Renders an entry of `allowedHosts` with the settings of a case; undefined if it needs more than their values. */
function renderHost(manifest: Manifest, recording: Recording, host: string): string | undefined {
  const values = (host.match(TEMPLATE) ?? []).map((template) => {
    const name = SETTING.exec(template)?.[1];
    return name === undefined ? undefined : findValue(manifest, recording, name);
  });
  if (values.includes(undefined)) return undefined;
  const text = host.replace(TEMPLATE, () => String(values.shift()));
  return URL.parse(text.includes('://') ? text : `https://${text}`)?.origin;
}

const readHost = (text: string): string => text.replace(/^https?:\/\//, '').split(/[/?]/)[0] ?? '';

/** Returns true if a text of the manifest outside `allowedHosts`, such as a token URL, has the host of an entry. */
function isWritten({ allowedHosts: _, about: __, settings: ___, ...rest }: Manifest, host: string): boolean {
  const texts = (value: unknown): string[] =>
    typeof value === 'string' ? [value] : Object.values(value ?? {}).flatMap(texts);
  return texts(rest).some((text) => readHost(text) === readHost(host));
}

/** Returns true if an entry of `allowedHosts` has the host of a URL in the manifest, or is requested in a recorded case. */
export const isHostUsed = (manifest: Manifest, recordings: readonly Recording[], host: string): boolean =>
  isWritten(manifest, host) ||
  recordings.some((recording) => {
    const origin = renderHost(manifest, recording, host);
    if (origin === undefined) return host.includes('{{');
    return recording.exchanges.some(({ request }) => URL.parse(request.url)?.origin === origin);
  });
