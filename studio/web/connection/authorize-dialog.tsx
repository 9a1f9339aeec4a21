import { useEffect, useState } from 'preact/hooks';
import { toErrorBody } from '../api/client.ts';
import { onEvent } from '../api/events.ts';
import type { AuthorizedEvent, ConsentStarted, ErrorBody } from '../api/types.generated.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { ErrorPanel } from '../components/error-panel.tsx';
import { Loading } from '../components/loading.tsx';

interface AuthorizeProps {
  readonly title: string;
  readonly start: () => Promise<ConsentStarted>;
  readonly onAuthorized: (event: AuthorizedEvent) => void;
  readonly onClose: () => void;
}

function Prompt({ url, code }: ConsentStarted) {
  return (
    <>
      {code === null ? (
        <p>Open the page of the vendor in a browser on the machine that runs the studio, and allow the access.</p>
      ) : (
        <p>
          Open the page of the vendor on any device, enter the code <strong>{code}</strong>, and allow the access.
        </p>
      )}
      <a class="button primary" href={url} target="_blank" rel="noreferrer">
        Open the page of the vendor
      </a>
    </>
  );
}

/** Dialog that obtains a refresh token by a person's consent. The token never reaches this page. */
export function AuthorizeDialog({ title, start, onAuthorized, onClose }: AuthorizeProps) {
  const [started, setStarted] = useState<ConsentStarted | undefined>(undefined);
  const [error, setError] = useState<ErrorBody | undefined>(undefined);
  useEffect(() => {
    const early = new Map<string, AuthorizedEvent>();
    let id: string | undefined;
    const finish = (event: AuthorizedEvent) => (event.ok ? onAuthorized(event) : setError(event.error));
    const stop = onEvent('authorized', (data) => {
      const event = data as AuthorizedEvent;
      if (event.id === id) finish(event);
      else early.set(event.id, event);
    });
    start().then(
      (response) => {
        id = response.id;
        setStarted(response);
        const event = early.get(id);
        if (event) finish(event);
      },
      (thrown: unknown) => setError(toErrorBody(thrown)),
    );
    return stop;
  }, []);
  return (
    <Dialog title={title} onClose={onClose}>
      <div class="dialog-body">
        {error && <ErrorPanel error={error} />}
        {!error && (started ? <Prompt {...started} /> : <Loading />)}
      </div>
      <footer class="dialog-foot">
        <span class="grow" />
        <Button onClick={onClose}>Cancel</Button>
      </footer>
    </Dialog>
  );
}
