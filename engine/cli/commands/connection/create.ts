import { engineError } from '../../../base/errors/index.ts';
import {
  type ConnectionDraft,
  copyConnection,
  createConnection,
  readConnection,
  readConnectionRow,
  testDraftConnection,
} from '../../../platform/connections/index.ts';
import type { Act, CommandCall } from '../../command.ts';
import { EXIT } from '../../exit-code.ts';
import { type CliPlatform, openPlatform, resolveConnectorRef } from '../../open-platform.ts';
import { canAsk } from './ask.ts';
import { parseChanges } from './draft.ts';
import { expectPassed } from './expect-passed.ts';
import { printSaved } from './print-saved.ts';
import { readGivenConfig } from './settings.ts';
import { showChecks } from './show-checks.ts';

const NOTHING = { select: {}, filters: {}, maps: {} };

/** What the options say, as a whole connection. */
async function buildDraft({ args, options, terminal }: CommandCall, platform: CliPlatform): Promise<ConnectionDraft> {
  const [given] = args;
  const { name } = options;
  const needed = given === undefined ? 'a connector' : name === undefined ? 'a name' : undefined;
  if (given === undefined || name === undefined)
    throw engineError('ANSWER_NEEDED', {
      question: `${needed} is needed`,
      fix: 'Give a connector (mapwright list) and --name, or run it on a terminal without options: then it asks.',
    });
  const connector = await resolveConnectorRef(given);
  const config = await readGivenConfig(await platform.manifestOf(connector), { options, terminal });
  const { settings: _, ...changes } = parseChanges(options, { config, before: NOTHING, now: platform.clock.now() });
  const rest = { description: '', ...NOTHING, schedule: null, manualOnly: false, active: true, preserveAbsent: false };
  return { ...rest, ...changes, name, connector, settings: config.settings };
}

/** As another connection is, but for what the options say. */
async function copyDraft(like: string, { args, options, terminal }: CommandCall, platform: CliPlatform) {
  const { name } = options;
  if (name === undefined)
    throw engineError('ANSWER_NEEDED', { question: 'a name is needed', fix: 'Give --name, which no other has.' });
  const before = await readConnection(platform.store.db, like);
  const [given] = args;
  if (given !== undefined && (await resolveConnectorRef(given)) !== before.connector)
    throw engineError('USAGE', { problem: `--like ${like} is a connection of ${before.connector}, not of ${given}` });
  const config = await readGivenConfig(await platform.manifestOf(before.connector), { options, terminal });
  const changes = parseChanges(options, { config, before, now: platform.clock.now() });
  return copyConnection(platform, before.id, { ...changes, name });
}

async function draftFromOptions(call: CommandCall, platform: CliPlatform): Promise<ConnectionDraft> {
  const { like } = call.options;
  const draft = await (like === undefined ? buildDraft(call, platform) : copyDraft(like, call, platform));
  if (!call.options.force) expectPassed(await showChecks(call, (how) => testDraftConnection(platform, draft, how)));
  return draft;
}

/**
 * `connection create`: from options, or step by step on a terminal when neither a name nor a config is given. Throws
 * ANSWER_NEEDED, CHECK_FAILED, as `createConnection`, and with --like as `copyConnection`.
 */
export const create: Act = async (call) => {
  const { args, options } = call;
  // What it is to be like must be there already.
  await using platform = await openPlatform(call, { create: options.like === undefined });
  const isBegun = [options.name, options.config, options.like].some((one) => one !== undefined);
  const asks = !isBegun && canAsk(call);
  const draft = asks
    ? await (await import('./wizard.ts')).runWizard(call, platform, args[0])
    : await draftFromOptions(call, platform);
  const like =
    options.like === undefined ? {} : { like: (await readConnectionRow(platform.store.db, options.like)).id };
  const connection = await createConnection(platform, draft, { force: options.force ?? false, ...like });
  await printSaved(call, connection, 'is created');
  return EXIT.done;
};
