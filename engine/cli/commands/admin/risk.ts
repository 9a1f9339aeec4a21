import { engineError, toEngineError } from '../../../base/errors/index.ts';
import { readStoredFormula } from '../../../inventory/read/index.ts';
import { PUBLISHED_FORMULA } from '../../../inventory/risk/index.ts';
import { readText } from '../../../io/read-text.ts';
import { setRisk } from '../../../platform/connections/index.ts';
import { createSandbox } from '../../../workbench/sandbox/index.ts';
import type { Act } from '../../command.ts';
import { EXIT } from '../../exit-code.ts';
import { openPlatform } from '../../open-platform.ts';
import { openCliStore } from '../../store.ts';
import { printJson, type Terminal } from '../../terminal.ts';

const MAX_BYTES = 65_536;

const createUnreadableError = (reason: string, cause?: unknown) => engineError('RISK_UNREADABLE', { reason }, cause);

async function readFormula(file: string, terminal: Terminal): Promise<unknown> {
  const read = file === '-' ? { text: await terminal.readInput() } : await readText(file, MAX_BYTES);
  if ('problem' in read) throw createUnreadableError(`cannot read ${file}: ${read.problem}`);
  try {
    return JSON.parse(read.text);
  } catch (error) {
    throw createUnreadableError(file === '-' ? 'standard input is not JSON' : `the file ${file} is not JSON`, error);
  }
}

/** Reports JSONata errors as errors of the given formula. */
function rethrowAsRiskError(error: unknown): never {
  const ours = toEngineError(error);
  const { code, message, fix } = ours;
  throw code.startsWith('EXPRESSION_') ? engineError('RISK_UNREADABLE', { reason: message, fix }, error) : ours;
}

/** `risk show`: prints the custom formula, in the form that `risk set` accepts, or the published one. */
export const show: Act = async ({ options, terminal }) => {
  const store = await openCliStore({ options, terminal }, { create: false });
  try {
    const own = await readStoredFormula(store.db);
    const since = own && new Date(own.at).toISOString();
    if (options.json)
      await printJson(terminal, { own: own?.formula ?? null, since: since ?? null, published: PUBLISHED_FORMULA });
    else {
      terminal.tell(own ? `custom formula, set at ${since}\n` : 'published formula\n');
      await printJson(terminal, own?.formula ?? PUBLISHED_FORMULA);
    }
    return EXIT.done;
  } finally {
    await store.close();
  }
};

/**
 * `risk set <file>`: tests a formula in a sandbox, then recalculates the risk of all records. Throws RISK_UNREADABLE and
 * RISK_INVALID without changing anything.
 */
export const set: Act = async ({ args, options, terminal }) => {
  const formula = await readFormula(args[0] ?? '', terminal);
  await using platform = await openPlatform({ options, terminal }, { create: false });
  const sandbox = createSandbox();
  const tried = await sandbox
    .call('risk', { formula })
    .catch(rethrowAsRiskError)
    .finally(() => sandbox.close());
  const { findings, assets } = await setRisk(platform, tried).catch(rethrowAsRiskError);
  if (options.json) await printJson(terminal, { formula: tried, changed: { findings, assets } });
  else await terminal.print(`custom risk formula set: ${findings} findings and ${assets} assets changed\n`);
  return EXIT.done;
};

/** `risk reset`: restores the published formula. */
export const reset: Act = async ({ options, terminal }) => {
  await using platform = await openPlatform({ options, terminal }, { create: false });
  const { findings, assets } = await setRisk(platform, null);
  if (options.json) await printJson(terminal, { formula: null, changed: { findings, assets } });
  else await terminal.print(`published risk formula restored: ${findings} findings and ${assets} assets changed\n`);
  return EXIT.done;
};
