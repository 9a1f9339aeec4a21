import { renderGuide } from '../../../manifest/docs/guide.ts';
import type { Act } from '../../command.ts';
import { EXIT } from '../../exit-code.ts';
import { loadConnector } from '../../load-connector.ts';

/** `docs`: prints the connector's guide in Markdown. */
export const docs: Act = async ({ args, terminal }) => {
  const { manifest } = await loadConnector(args[0] ?? '');
  await terminal.print(renderGuide(manifest));
  return EXIT.done;
};
