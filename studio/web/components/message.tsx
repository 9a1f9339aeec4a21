/** Messages of the catalogue begin small and end open, as they stand in a line: here they are a sentence. */
export const toSentence = (message: string): string =>
  `${message.charAt(0).toUpperCase()}${message.slice(1)}${/[.!?…]$/.test(message) ? '' : '.'}`;

interface MessageProps {
  readonly message?: string | undefined;
  readonly fix?: string | undefined;
  readonly code?: string | undefined;
}

/** What is wrong, what to do, and the code to look it up by. */
export const Message = ({ message, fix, code }: MessageProps) => (
  <>
    {message !== undefined && <b>{toSentence(message)}</b>} {fix} {code !== undefined && <code>{code}</code>}
  </>
);
