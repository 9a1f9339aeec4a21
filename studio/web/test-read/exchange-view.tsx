import type { ReadExchange } from '../api/types.generated.ts';
import { Button } from '../components/button.tsx';
import { Chip } from '../components/chip.tsx';
import { CodeText } from '../components/code-text.tsx';
import { copyText } from '../components/copy.ts';
import { formatNumber } from '../components/format-count.ts';
import { Icon } from '../components/icon.tsx';
import { JsonText } from '../components/json-text.tsx';
import { Message } from '../components/message.tsx';

type Headers = Readonly<Record<string, string>>;

const HeaderList = ({ headers, label }: { readonly headers: Headers; readonly label: string }) => (
  <CodeText label={label}>
    {Object.entries(headers).map(([name, value]) => (
      <span key={name}>
        <span class="json-key">{name}:</span> {value}
        {'\n'}
      </span>
    ))}
  </CodeText>
);

/** Body as text; JSON is indented, unless that would change its numbers. */
function Body({ text, label }: { readonly text: string; readonly label: string }) {
  if (!/\d{16}/.test(text)) {
    try {
      return <JsonText label={label} value={JSON.parse(text)} />;
    } catch {
      // Not JSON, or only the beginning of it: shown as it is.
    }
  }
  return <CodeText label={label}>{text}</CodeText>;
}

const Request = ({ exchange: { request, curl } }: { readonly exchange: ReadExchange }) => (
  <div class="exchange-part">
    <div class="exchange-title">
      <h4>Request</h4>
      {curl === undefined ? (
        <span class="muted">The body is too long for a curl command.</span>
      ) : (
        <Button kind="quiet" onClick={() => void copyText(curl, 'the curl command; its secrets are shell variables')}>
          Copy as curl
        </Button>
      )}
    </div>
    <HeaderList headers={request.headers} label="Request headers" />
    {request.body !== undefined && request.body !== '' && <Body text={request.body} label="Request body" />}
    {request.cut && <p class="muted">Only the beginning of the body is shown.</p>}
  </div>
);

const Response = ({ response }: { readonly response: NonNullable<ReadExchange['response']> }) => (
  <div class="exchange-part">
    <div class="exchange-title">
      <h4>Response</h4>
      <span class="muted">{formatNumber(response.bytes)} bytes</span>
    </div>
    <HeaderList headers={response.headers} label="Response headers" />
    {response.body !== '' && <Body text={response.body} label="Response body" />}
    {response.cut && (
      <p class="muted">
        Only the beginning of the body is shown: {formatNumber(response.body.length)} of {formatNumber(response.bytes)}{' '}
        bytes.
      </p>
    )}
  </div>
);

const isOk = ({ response, error }: ReadExchange): boolean =>
  error === undefined && response !== undefined && response.status < 400;

/** One request with its response; its details are folded. */
export const ExchangeView = ({ exchange, open }: { readonly exchange: ReadExchange; readonly open?: boolean }) => {
  const { request, response, error, ms, login } = exchange;
  return (
    <details class="exchange" open={open}>
      <summary>
        <span class="mono exchange-url">
          <b>{request.method}</b> {request.url}
        </span>
        {login && <Chip>login</Chip>}
        <Chip tone={isOk(exchange) ? 'ok' : 'bad'}>
          {!isOk(exchange) && <Icon name="alert" />} {response?.status ?? error?.code ?? 'no response'}
        </Chip>
        <span class="muted">{formatNumber(ms)} ms</span>
      </summary>
      {error && (
        <p class="exchange-error">
          <Message {...error} />
        </p>
      )}
      <Request exchange={exchange} />
      {response && <Response response={response} />}
    </details>
  );
};
