import { authorizeConnection } from '../../../platform/connections/index.ts';
import type { Act } from '../../command.ts';
import { EXIT } from '../../exit-code.ts';
import { openPlatform } from '../../open-platform.ts';
import { withConsent } from '../../process/with-consent.ts';
import { printSaved } from './print-saved.ts';

/**
 * `connection authorize`: obtains a refresh token by a person's consent and stores it as a secret of the connection. Throws
 * CONSENT_UNUSED, CONSENT_TIMED_OUT, AUTH_REJECTED and the errors of `authorizeConnection`.
 */
export const authorize: Act = async (call) => {
  const { args, options, terminal } = call;
  await using platform = await openPlatform({ options, terminal }, { create: false });
  const saved = await withConsent(call, (how) => authorizeConnection(platform, args[0] ?? '', how));
  await printSaved(call, saved, 'authorized');
  return EXIT.done;
};
