import { engineError } from '../../../errors/index.ts';
import { type ConnectionDraft, createConnection, testNewConnection } from '../../../platform/index.ts';
import type { Act, Call } from '../../command.ts';
import { canAsk } from '../../connection/ask.ts';
import { givenChanges } from '../../connection/draft.ts';
import { expectPassed } from '../../connection/expect-passed.ts';
import { givenConfig } from '../../connection/settings.ts';
import { showChecks } from '../../connection/show-checks.ts';
import { tellSaved } from '../../connection/tell-saved.ts';
import { EXIT } from '../../exit-code.ts';
import { type CliPlatform, connectorRef, openPlatform } from '../../open-platform.ts';

const NOTHING = { select: {}, filters: {}, maps: {} };

/** What the options say, as a whole connection. */
async function draftOf({ args, options, terminal }: Call, platform: CliPlatform): Promise<ConnectionDraft> {
  const [given] = args;
  const { name } = options;
  const needed = given === undefined ? 'a connector' : name === undefined ? 'a name' : undefined;
  if (given === undefined || name === undefined)
    throw engineError('ANSWER_NEEDED', {
      question: `${needed} is needed`,
      fix: 'Give a connector (mapwright list) and --name, or run it on a terminal without options: then it asks.',
    });
  const connector = await connectorRef(given);
  const config = await givenConfig(await platform.manifestOf(connector), { options, terminal });
  const { settings: _, ...changes } = givenChanges(options, { config, before: NOTHING, now: platform.clock.now() });
  const rest = { description: '', ...NOTHING, schedule: null, manualOnly: false, active: true, preserveAbsent: false };
  return { ...rest, ...changes, name, connector, settings: config.settings };
}

async function fromOptions(call: Call, platform: CliPlatform): Promise<ConnectionDraft> {
  const draft = await draftOf(call, platform);
  if (!call.options.force) expectPassed(await showChecks(call, (how) => testNewConnection(platform, draft, how)));
  return draft;
}

/**
 * `connection create`: from options, or step by step on a terminal when neither a name nor a config is given. Throws
 * ANSWER_NEEDED, CHECK_FAILED, and as `createConnection`.
 */
export const create: Act = async (call) => {
  const { args, options } = call;
  await using platform = await openPlatform(options);
  const asks = options.name === undefined && options.config === undefined && canAsk(options);
  const draft = asks
    ? await (await import('../../connection/wizard.ts')).wizard(call, platform, args[0])
    : await fromOptions(call, platform);
  const connection = await createConnection(platform, draft, { force: options.force ?? false });
  await tellSaved(call, connection, 'is created');
  return EXIT.done;
};
