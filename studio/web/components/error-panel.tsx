import type { ErrorBody } from '../api/types.generated.ts';
import { Button } from './button.tsx';
import { formatFix } from './fix-text.ts';
import { Icon } from './icon.tsx';
import { toSentence } from './message.tsx';

interface ErrorPanelProps {
  readonly error: ErrorBody;
  readonly retry?: () => void;
}

/** Error with its position, fix and code, and optionally a retry button. */
export const ErrorPanel = ({ error, retry }: ErrorPanelProps) => (
  <section class="error-panel" role="alert">
    <Icon name="alert" />
    <div>
      <h2>{toSentence(error.message)}</h2>
      <p>{formatFix(error)}</p>
      <p class="error-facts">
        <code>{error.code}</code>
        {error.where !== undefined && error.where !== '' && (
          <>
            {' at '}
            <code>{error.where}</code>
          </>
        )}
      </p>
    </div>
    {retry && (
      <Button kind="plain" onClick={retry}>
        Try again
      </Button>
    )}
  </section>
);
