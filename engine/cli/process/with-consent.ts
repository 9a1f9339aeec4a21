import { createPorts } from '../../io/ports.ts';
import { listenForRedirect } from '../../io/redirect-listener.ts';
import type { ConsentPrompt } from '../../pipeline/run/obtain-consent.ts';
import type { AuthorizeOptions } from '../../platform/connections/authorize.ts';
import type { Options } from '../options.ts';
import type { Terminal } from '../terminal.ts';
import { escapeForTerminal } from '../text/escape-text.ts';
import { createInterrupt } from './interrupt.ts';
import { openBrowser } from './open-browser.ts';

export interface ConsentCall {
  readonly options: Pick<Options, 'allow-private-network' | 'json'>;
  readonly terminal: Terminal;
}

const formatPrompt = (prompt: ConsentPrompt): string => {
  if (prompt.kind === 'browser')
    return `Open this URL in a browser on this machine and allow the access:\n  ${prompt.url}\n`;
  const url = escapeForTerminal(prompt.completeUrl ?? prompt.url);
  return `Open ${url} on any device, enter the code ${escapeForTerminal(prompt.code)}, and allow the access.\n`;
};

/** Runs an authorization: prints what the person has to do on stderr, opens the browser on a terminal, and waits. */
export async function withConsent<T>(
  { options, terminal }: ConsentCall,
  authorize: (options: AuthorizeOptions) => Promise<T>,
): Promise<T> {
  const ports = createPorts({ allowPrivate: options['allow-private-network'] ?? false, env: terminal.env });
  using interrupt = createInterrupt(terminal);
  await interrupt.ready;
  const prompt = (one: ConsentPrompt): void => {
    terminal.tell(formatPrompt(one));
    if (one.kind === 'browser' && terminal.isLive && !options.json) openBrowser(one.url);
  };
  const learn: AuthorizeOptions['learn'] = ({ values }) => {
    for (const value of Object.values(values)) terminal.learn(value);
  };
  try {
    return await authorize({
      ports,
      signal: interrupt.signal,
      prompt,
      learn,
      listen: (redirect, signal) => listenForRedirect(redirect, signal),
    });
  } finally {
    await ports.close();
  }
}
