import { useEffect } from 'preact/hooks';
import { link, openStream } from '../api/events.ts';
import { Icon } from '../components/icon.tsx';
import { location } from './router.ts';

const loginPath = (): string =>
  `/login?next=${encodeURIComponent(`${location.value.pathname}${location.value.search}`)}`;

/** Banner while the server does not respond, or requires another login. Opens the event stream, which detects both. */
export function LinkBanner() {
  useEffect(openStream, []);
  const state = link.value;
  if (state !== 'away' && state !== 'ended') return null;
  return (
    <div class="link-banner" role="alert">
      <Icon name="alert" />
      {state === 'away' ? (
        <span>
          <b>The studio is not responding.</b> What you see may be outdated. Reconnecting…
        </span>
      ) : (
        <span>
          <b>Your session has ended.</b> Nothing is saved or updated until you{' '}
          <a href={loginPath()} target="_self">
            log in
          </a>{' '}
          with the link in the terminal of the studio.
        </span>
      )}
    </div>
  );
}
