import { randomBytes } from 'node:crypto';
import type { Vendor } from '../../studio/demo/vendors/http/vendor.ts';
import { signatureOf } from '../../studio/demo/vendors/veracode/signature.ts';

/** An answer, read to its end. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** Reads a member of an answer's body by its path; undefined where there is none. */
export const read = (value: unknown, ...path: (string | number)[]): unknown =>
  path.reduce((at: unknown, key) => (at as Record<string | number, unknown> | null | undefined)?.[key], value);

/** A list member of an answer's body; nothing where there is none. */
export const list = (value: unknown, ...path: (string | number)[]): Record<string, unknown>[] =>
  (read(value, ...path) as Record<string, unknown>[] | null | undefined) ?? [];

/** The plainest client: it reads JSON where there is JSON. */
export const call = async (url: string, init: RequestInit = {}): Promise<Answer> => {
  const response = await fetch(url, init);
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: parse(text) };
};

/** Parts of a signature that a test can override. */
export interface Bend {
  readonly id?: string;
  readonly ts?: number;
  readonly nonce?: string;
  readonly signTarget?: string;
  readonly signHost?: string;
}

/** A signed call to a simulated Veracode. */
export const signedCall = (vendor: Vendor, target: string, body?: object, bend: Bend = {}): Promise<Answer> => {
  const { api_id, api_key, base_url } = vendor.config.settings;
  const url = new URL(target, String(base_url));
  const onWire = url.pathname + url.search;
  const id = String(api_id).replace(/^\w+-/, '');
  const nonce = bend.nonce ?? randomBytes(16).toString('hex');
  const ts = String(bend.ts ?? Date.now());
  const method = body === undefined ? 'GET' : 'POST';
  const sig = signatureOf(
    { id: String(api_id), secret: String(api_key) },
    { host: bend.signHost ?? url.host, target: bend.signTarget ?? onWire, method, ts, nonce },
  );
  const authorization = `VERACODE-HMAC-SHA-256 id=${bend.id ?? id},ts=${ts},nonce=${nonce},sig=${sig}`;
  return call(url.href, {
    method,
    headers: { authorization, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
};

/** A bearer token of a simulated Checkmarx One; `form` replaces fields of the grant. */
export const checkmarxGrant = (vendor: Vendor, form: Record<string, string> = {}, realm?: string): Promise<Answer> => {
  const { iam_url, tenant_name, api_key } = vendor.config.settings;
  return call(`${iam_url}/auth/realms/${realm ?? tenant_name}/protocol/openid-connect/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: 'ast-app',
      refresh_token: String(api_key),
      ...form,
    }),
  });
};

/** Calls to the first origin of a vendor with a bearer token. */
export const bearerCall =
  (vendor: Vendor, token: unknown) =>
  (target: string): Promise<Answer> =>
    call(`${vendor.origins[0]}${target}`, { headers: { authorization: `Bearer ${token}` } });

/** A login to a simulated AppScan; `keys` replaces members of the body. */
export const appScanLogin = (vendor: Vendor, keys: object = {}): Promise<Answer> => {
  const { domain_url, key_id, key_secret } = vendor.config.settings;
  return call(`${domain_url}/api/v4/Account/ApiKeyLogin`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ KeyId: key_id, KeySecret: key_secret, ...keys }),
  });
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};
