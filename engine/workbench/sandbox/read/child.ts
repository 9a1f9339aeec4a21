import { flushCompileCache } from 'node:module';
import { engineError } from '../../../base/errors/index.ts';
import { loadTemporal } from '../../../base/time/index.ts';
import { revealToken, type Session } from '../../../pipeline/auth/index.ts';
import { type Connector, compileConnector } from '../../../pipeline/connector/index.ts';
import { loadDecoders } from '../../../pipeline/extract/index.ts';
import type { RefreshTokenStore } from '../../../pipeline/run/sessions.ts';
import { createExchangeTap, type ExchangeTap, readStreamSample, type TestRead } from '../../read/index.ts';
import { lockDownProcess } from '../lockdown.ts';
import type { GuestCalls, HostCalls, ReadEvent, ReadJob } from './calls.ts';
import { createHostPorts } from './host-ports.ts';
import { createRpc, type RpcMessage } from './rpc.ts';

const stopping = new AbortController();

const rpc = createRpc<HostCalls, GuestCalls>((message) => process.send?.(message), {
  read: (job) => performRead(job),
  redirect: ({ id, request }) => host.redirect(id, request),
  stop: () => stopping.abort(engineError('INTERRUPTED')),
});
const host = createHostPorts(rpc);
const emit = (event: ReadEvent) => void rpc.call('emit', event);

/** Passes refresh tokens that the vendor replaces to the parent, by the setting that contains them. */
const createTokenStore = ({ auths }: Connector): RefreshTokenStore => ({
  first: () => undefined,
  async save(_name, { refreshToken }) {
    const setting = auths.consents[0]?.setting;
    if (setting !== undefined && refreshToken) await rpc.call('keep', { setting, token: revealToken(refreshToken) });
  },
});

async function performRead({ manifest, setup, stream, limits, bodyBytes }: ReadJob): Promise<TestRead> {
  let tap: ExchangeTap | undefined;
  const learn = ({ values, keep = {} }: Session) => tap?.learn([...Object.values(values), ...Object.values(keep)]);
  const connector = await compileConnector(manifest, { ...setup, streams: [stream], learn });
  tap = createExchangeTap(() => connector, host.ports, {
    bodyBytes,
    onRequest: (request) => emit({ type: 'request', request }),
  });
  return readStreamSample(connector, stream, {
    tap,
    limits,
    signal: stopping.signal,
    tokens: createTokenStore(connector),
    onPage: (page) => emit({ type: 'page', page }),
    onWait: (wait) => emit({ type: 'wait', wait }),
  });
}

process.on('message', (message: RpcMessage) => rpc.receive(message));
process.on('disconnect', () => process.exit());
// Both load lazily, which is not possible after the lockdown.
loadTemporal();
await loadDecoders();
flushCompileCache();
lockDownProcess();
process.send?.({ kind: 'ready' });
