import { createHmac } from 'node:crypto';
import { engineError } from '../../base/errors/index.ts';
import { type Json, stableStringify } from '../../base/json/index.ts';
import type { Tx } from '../../inventory/store/store.ts';
import { checkSettings, type Manifest, setSetting, splitSettingPath } from '../../manifest/index.ts';
import { revealToken } from '../../pipeline/auth/index.ts';
import { compileConnector, type SettingValue } from '../../pipeline/connector/index.ts';
import {
  type CheckOptions,
  type CheckOutcome,
  type ConnectionTestResult,
  runConnectionTest,
} from '../../workbench/check/index.ts';
import type { ConnectionDraft, DraftContext } from './draft.ts';
import type { Platform } from './platform.ts';

/** Validity of a passed Test Connection. */
const TEST_MS = 15 * 60_000;

type Settings = Readonly<Record<string, SettingValue>>;

/**
 * Computes a keyed hash of settings, including secrets; it reveals nothing without the vault key. Equivalent settings, such as
 * an explicit default or another spelling of a number, have the same hash.
 */
async function hashSettings(
  { keyring }: Pick<Platform, 'keyring'>,
  manifest: Manifest,
  given: Settings,
): Promise<string> {
  const { values } = await checkSettings(manifest.settings, given);
  const text = stableStringify([manifest.id, manifest.version, values] as unknown as Json);
  return createHmac('sha256', keyring.current.bytes)
    .update('mapwright tested settings')
    .update(text)
    .digest('base64url');
}

/** Serializes the checks for storage, without the sample record. */
const pickResult = ({ ok, checks }: ConnectionTestResult): string =>
  JSON.stringify({ ok, checks: checks.map(({ evidence: _, ...check }: CheckOutcome) => check) });

/**
 * Runs the five checks of Test Connection for a draft. If all pass, its settings can be saved within 15 minutes. Rejects with
 * the errors of compiling the settings.
 */
export async function testDraft(
  platform: Platform,
  {
    draft,
    context,
    options,
  }: { draft: ConnectionDraft; context: Pick<DraftContext, 'manifest' | 'maps'>; options: CheckOptions },
): Promise<ConnectionTestResult> {
  const { manifest, maps } = context;
  const { settings, filters, select } = draft;
  const specs = Object.fromEntries(Object.entries(maps).map(([name, { spec }]) => [name, spec]));
  const connector = await compileConnector(manifest, { settings, filters, select, maps: specs });
  const result = await runConnectionTest(connector, options);
  if (result.ok) await storeResult(platform, manifest, { settings: addRotated(settings, result), result });
  return result;
}

/** Returns the secrets that the vendor replaced during a test, in plain text. */
export const revealRotated = ({
  rotated = {},
}: Pick<ConnectionTestResult, 'rotated'>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(rotated).map(([name, token]) => [name, revealToken(token)]));

const addRotated = (settings: Settings, result: ConnectionTestResult): Settings =>
  Object.entries(revealRotated(result)).reduce<Settings>(
    (given, [name, token]) => setSetting(given, splitSettingPath(name), token),
    settings,
  );

async function storeResult(
  platform: Platform,
  manifest: Manifest,
  { settings, result }: { settings: Settings; result: ConnectionTestResult },
): Promise<void> {
  const now = platform.clock.now();
  const row = { settings_hash: await hashSettings(platform, manifest, settings), result: pickResult(result), at: now };
  await platform.store.transaction(async (tx) => {
    await tx
      .deleteFrom('check_result')
      .where('at', '<', now - TEST_MS)
      .execute();
    await tx.deleteFrom('check_result').where('settings_hash', '=', row.settings_hash).execute();
    await tx.insertInto('check_result').values(row).execute();
  });
}

export interface SaveOptions {
  /** Save without a passed Test Connection; the audit log records it. */
  readonly force?: boolean;
}

/** Returns the time at which exactly these settings passed Test Connection; null if forced. Throws CONNECTION_UNTESTED. */
export async function expectTested(
  tx: Tx,
  platform: Platform,
  { manifest, settings, force }: { manifest: Manifest; settings: Settings; force: boolean },
): Promise<number | null> {
  const hash = await hashSettings(platform, manifest, settings);
  const row = await tx
    .selectFrom('check_result')
    .select('at')
    .where('settings_hash', '=', hash)
    .where('at', '>=', platform.clock.now() - TEST_MS)
    .executeTakeFirst();
  if (!row && !force) throw engineError('CONNECTION_UNTESTED');
  return row?.at ?? null;
}
