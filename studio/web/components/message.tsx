import { formatFix } from './fix-text.ts';

/** Converts an error message to a sentence: adds a capital letter and a full stop. */
export const toSentence = (message: string): string =>
  `${message.charAt(0).toUpperCase()}${message.slice(1)}${/[.!?…]$/.test(message) ? '' : '.'}`;

interface MessageProps {
  readonly message?: string | undefined;
  readonly fix?: string | undefined;
  readonly code?: string | undefined;
}

/** Inline error: message, fix and code. */
export const Message = ({ message, fix, code }: MessageProps) => (
  <>
    {message !== undefined && <b>{toSentence(message)}</b>} {formatFix({ code, fix })}{' '}
    {code !== undefined && <code>{code}</code>}
  </>
);
