import { engineError } from '../../../base/errors/index.ts';
import {
  type ConnectionDraft,
  copyConnection,
  createConnection,
  readConnection,
  readConnectionRow,
  revealRotated,
  testDraftConnection,
} from '../../../platform/connections/index.ts';
import type { Act, CommandCall } from '../../command.ts';
import { EXIT } from '../../exit-code.ts';
import { type CliPlatform, openPlatform, resolveConnectorRef } from '../../open-platform.ts';
import { addConsent, setSecrets } from './add-consent.ts';
import { canAsk } from './ask.ts';
import { parseChanges } from './draft.ts';
import { expectPassed } from './expect-passed.ts';
import { printSaved } from './print-saved.ts';
import { readGivenConfig } from './settings.ts';
import { showChecks } from './show-checks.ts';

const EMPTY_SCOPE = { select: {}, filters: {}, maps: {} };

/** Builds a connection from the options. */
async function buildDraft({ args, options, terminal }: CommandCall, platform: CliPlatform): Promise<ConnectionDraft> {
  const [given] = args;
  const { name } = options;
  const missing = given === undefined ? 'the connector' : 'the name';
  if (given === undefined || name === undefined)
    throw engineError('ANSWER_NEEDED', {
      question: `${missing} is missing`,
      fix: 'Pass a connector (see mapwright list) and --name, or run the command on a terminal without options.',
    });
  const connector = await resolveConnectorRef(given);
  const config = await readGivenConfig(await platform.manifestOf(connector), { options, terminal });
  const { settings: _, ...changes } = parseChanges(options, { config, before: EMPTY_SCOPE, now: platform.clock.now() });
  const rest = {
    description: '',
    ...EMPTY_SCOPE,
    schedule: null,
    manualOnly: false,
    active: true,
    preserveAbsent: false,
  };
  return { ...rest, ...changes, name, connector, settings: config.settings };
}

/** Copies another connection and applies the options. */
async function copyDraft(like: string, { args, options, terminal }: CommandCall, platform: CliPlatform) {
  const { name } = options;
  if (name === undefined)
    throw engineError('ANSWER_NEEDED', { question: 'the name is missing', fix: 'Pass a unique --name.' });
  const before = await readConnection(platform.store.db, like);
  const [given] = args;
  if (given !== undefined && (await resolveConnectorRef(given)) !== before.connector)
    throw engineError('USAGE', { problem: `--like ${like} uses the connector ${before.connector}, not ${given}` });
  const config = await readGivenConfig(await platform.manifestOf(before.connector), { options, terminal });
  const changes = parseChanges(options, { config, before, now: platform.clock.now() });
  return copyConnection(platform, before.id, { ...changes, name });
}

async function draftFromOptions(call: CommandCall, platform: CliPlatform): Promise<ConnectionDraft> {
  const { like } = call.options;
  const given = await (like === undefined ? buildDraft(call, platform) : copyDraft(like, call, platform));
  const settings = await addConsent(call, await platform.manifestOf(given.connector), given.settings);
  const draft = { ...given, settings };
  if (call.options.force) return draft;
  const result = await showChecks(call, (how) => testDraftConnection(platform, draft, how));
  expectPassed(result);
  return { ...draft, settings: setSecrets(draft.settings, revealRotated(result)) };
}

/**
 * `connection create`: creates a connection from options, or step by step on a terminal if none of --name, --config and
 * --like is given. Throws ANSWER_NEEDED, CHECK_FAILED and the errors of `createConnection` and `copyConnection`.
 */
export const create: Act = async (call) => {
  const { args, options } = call;
  // With --like, the store must already exist.
  await using platform = await openPlatform(call, { create: options.like === undefined });
  const hasOptions = [options.name, options.config, options.like].some((value) => value !== undefined);
  const draft =
    !hasOptions && canAsk(call)
      ? await (await import('./wizard.ts')).runWizard(call, platform, args[0])
      : await draftFromOptions(call, platform);
  const like =
    options.like === undefined ? {} : { like: (await readConnectionRow(platform.store.db, options.like)).id };
  const connection = await createConnection(platform, draft, { force: options.force ?? false, ...like });
  await printSaved(call, connection, 'created');
  return EXIT.done;
};
