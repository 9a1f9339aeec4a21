import { dirname, resolve } from 'node:path';
import { engineError } from '../../../base/errors/index.ts';
import { writeSecretFile } from '../../../io/write-secret-file.ts';
import { listConsentSettings } from '../../../manifest/auth-parts.ts';
import { authorizeSettings } from '../../../platform/connections/index.ts';
import type { Act } from '../../command.ts';
import { loadConfigExcept } from '../../config/load-config.ts';
import { EXIT } from '../../exit-code.ts';
import { loadConnector } from '../../load-connector.ts';
import { withConsent } from '../../process/with-consent.ts';
import { printJson } from '../../terminal.ts';

/**
 * `authorize`: obtains a refresh token by a person's consent and writes it to the file from which the config reads it. Throws
 * USAGE if the config names no file, and the errors of `authorizeSettings`.
 */
export const authorize: Act<'config'> = async (call) => {
  const { args, options, terminal } = call;
  const { manifest } = await loadConnector(args[0] ?? '');
  const names = listConsentSettings(manifest);
  if (names.length === 0) throw engineError('CONSENT_UNUSED', { connector: manifest.id });
  const overrides = options.set;
  const source = { file: options.config, ...(overrides ? { overrides } : {}) };
  const { config, left } = await loadConfigExcept(manifest, { source, terminal, except: names });
  const files = names.flatMap((name) => {
    const value = left[name];
    return typeof value === 'object' && 'file' in value && typeof value.file === 'string'
      ? [[name, value.file] as const]
      : [];
  });
  if (files.length === 0) {
    const example = `"${names[0]}": {"file": "${names[0]}.secret"}`;
    const problem = `the config names no file for the refresh token: write ${example} in its settings`;
    throw engineError('USAGE', { problem });
  }
  const secrets = await withConsent(call, (how) => authorizeSettings(manifest, config.settings, how));
  for (const [name, file] of files) {
    const token = secrets[name];
    if (token === undefined) continue;
    const path = resolve(dirname(options.config), file);
    await writeSecretFile(path, token);
    if (options.json) await printJson(terminal, { setting: name, file });
    else await terminal.print(`wrote the refresh token to ${path}\n`);
  }
  return EXIT.done;
};
