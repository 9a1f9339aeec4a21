import { describe, expect, onTestFinished, test } from 'vitest';
import { createPorts, type Ports } from '../../../engine/index.ts';
import { listenForRedirect } from '../../../engine/io/redirect-listener.ts';
import type { OAuth2Auth } from '../../../engine/manifest/types.generated.ts';
import { revealToken } from '../../../engine/pipeline/auth/index.ts';
import { type ConsentPrompt, obtainConsent } from '../../../engine/pipeline/run/obtain-consent.ts';
import { createManifest } from './auth-case.ts';
import { createFolder, readRecords } from './folder.ts';
import { browse, CLIENT, createOAuth, type OAuthOptions, startOAuthServer } from './oauth-server.ts';
import { compileTestConnector, runSync } from './sync.ts';
import { createVirtualClock } from './virtual-clock.ts';

type Act = (prompt: ConsentPrompt) => unknown;

async function consent(auth: OAuth2Auth, act: Act, options: OAuthOptions = {}) {
  const vendor = await startOAuthServer(options);
  const settings = { key: CLIENT.secret, second: 'awaits-consent' };
  const connector = await compileTestConnector({ connector: createManifest(auth), vendor, settings });
  const real = createPorts({ allowPrivate: true });
  onTestFinished(() => real.close());
  const slept: number[] = [];
  const clock = createVirtualClock();
  const counted: Ports['clock'] = {
    ...clock,
    sleep: (ms, signal) => {
      slept.push(ms);
      return clock.sleep(ms, signal);
    },
  };
  const prompts: ConsentPrompt[] = [];
  const obtained = obtainConsent(
    connector,
    { ...real, clock: counted },
    {
      signal: new AbortController().signal,
      listen: (redirect, signal) => listenForRedirect(redirect, signal),
      prompt: (prompt) => {
        prompts.push(prompt);
        act(prompt);
      },
    },
  );
  return { vendor, prompts, slept, obtained };
}

const open: Act = (prompt) => browse(prompt.url);

/** Runs a sync with the refresh token of a consent. */
async function syncWith(auth: OAuth2Auth, vendor: Awaited<ReturnType<typeof startOAuthServer>>, token: string) {
  const to = await createFolder();
  const settings = { key: CLIENT.secret, second: token };
  const report = await runSync({ connector: createManifest(auth), vendor, settings, to });
  return report.error?.code ?? (await readRecords(to, 'findings.ndjson')).map((one) => one['name']);
}

describe('a consent in the browser', () => {
  test('gives the refresh token with which runs get their access tokens', async () => {
    const auth = createOAuth({ authorizationParameters: { prompt: 'consent' } });
    const { vendor, prompts, obtained } = await consent(auth, open);
    const { setting, token } = await obtained;
    expect(setting).toBe('second');
    expect(await syncWith(auth, vendor, revealToken(token))).toEqual(['1']);
    expect(vendor.grants).toEqual(['authorization_code', 'refresh_token']);
    const query = new URL(prompts[0]?.url ?? '').searchParams;
    expect(Object.fromEntries(query)).toMatchObject({
      audience: 'api',
      response_type: 'code',
      client_id: CLIENT.id,
      scope: 'read offline_access',
      prompt: 'consent',
      code_challenge_method: 'S256',
      redirect_uri: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/callback$/),
    });
    expect(query.get('state')).toHaveLength(43);
  });

  test('uses the redirect that is registered at the vendor', async () => {
    const { prompts, obtained } = await consent(
      createOAuth({ redirect: { host: 'localhost', path: '/oauth/done' } }),
      open,
    );
    await obtained;
    expect(new URL(prompts[0]?.url ?? '').searchParams.get('redirect_uri')).toMatch(
      /^http:\/\/localhost:\d+\/oauth\/done$/,
    );
  });

  test('accepts only its own state, path and host, and only once', async () => {
    const seen: number[] = [];
    let closed = '';
    const act: Act = async ({ url }) => {
      const query = new URL(url).searchParams;
      const redirect = query.get('redirect_uri') ?? '';
      const forged = await browse(`${redirect}?code=stolen&state=guessed`);
      const elsewhere = await browse(`${new URL(redirect).origin}/?code=x&state=${query.get('state')}`);
      const post = await fetch(`${redirect}?code=x&state=${query.get('state')}`, { method: 'POST' });
      seen.push(forged.status, elsewhere.status, post.status, (await browse(url)).status);
      closed = redirect;
    };
    let done: Promise<unknown> = Promise.resolve();
    const { obtained, vendor } = await consent(createOAuth({}), (prompt) => {
      done = Promise.resolve(act(prompt));
    });
    await obtained;
    await done;
    expect(seen).toEqual([400, 404, 404, 200]);
    await expect(browse(closed)).rejects.toThrow();
    expect(vendor.grants).toEqual(['authorization_code']);
  });

  test('a person who refuses', async () => {
    const { obtained, vendor } = await consent(createOAuth({}), open, { refuse: 'access_denied' });
    await expect(obtained).rejects.toMatchObject({
      code: 'AUTH_REJECTED',
      message: expect.stringContaining('access_denied'),
    });
    expect(vendor.grants).toEqual([]);
  });

  test('a vendor that returns no refresh token', async () => {
    const { obtained } = await consent(createOAuth({}), open, { withoutRefreshToken: true });
    await expect(obtained).rejects.toMatchObject({
      code: 'AUTH_RESPONSE_INVALID',
      fix: expect.stringContaining('offline_access'),
    });
  });
});

describe('a consent by device code', () => {
  const auth = createOAuth({ grant: 'device_code' });

  test('polls at the interval of the vendor until the person has consented', async () => {
    const pending = ['authorization_pending', 'slow_down', 'authorization_pending'];
    const { vendor, prompts, slept, obtained } = await consent(auth, () => undefined, { pending });
    const { token } = await obtained;
    expect(prompts).toEqual([
      { kind: 'device', url: 'https://vendor.example/device', completeUrl: undefined, code: 'WDJB-MJHT' },
    ]);
    expect(slept).toEqual([5000, 5000, 10_000, 10_000]);
    expect(await syncWith(auth, vendor, revealToken(token))).toEqual(['1']);
  });

  test('ends when the code expires', async () => {
    const pending = Array.from({ length: 99 }, () => 'authorization_pending');
    const { obtained, slept } = await consent(auth, () => undefined, { pending });
    await expect(obtained).rejects.toMatchObject({ code: 'CONSENT_TIMED_OUT' });
    expect(slept).toHaveLength(12);
  });

  test('a person who refuses', async () => {
    const { obtained } = await consent(auth, () => undefined, { refuse: 'access_denied' });
    await expect(obtained).rejects.toMatchObject({ code: 'AUTH_REJECTED' });
  });
});

test('a connector without a consent', async () => {
  const { obtained } = await consent(createOAuth({ grant: 'refresh_token' }), open);
  await expect(obtained).rejects.toMatchObject({ code: 'CONSENT_UNUSED' });
});
