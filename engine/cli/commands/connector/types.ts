import { generateTypes } from '../../../manifest/docs/types.ts';
import type { Act } from '../../command.ts';
import { EXIT } from '../../exit-code.ts';
import { loadConnector } from '../../load-connector.ts';

/** `types`: prints TypeScript types of the connector's settings and records. */
export const types: Act = async ({ args, terminal }) => {
  const { manifest } = await loadConnector(args[0] ?? '');
  await terminal.print(await generateTypes(manifest));
  return EXIT.done;
};
