import { type CipherGCM, createCipheriv, createDecipheriv } from 'node:crypto';
import { engineError } from '../../base/errors/index.ts';
import { KEY_BYTES, type Keyring, type VaultKey } from './keyring.ts';

const ALGORITHM = 'aes-256-gcm';
const FORMAT_VERSION = 1;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const ID_BYTES = 6;
const HEAD_BYTES = 1 + ID_BYTES;
const WRAPPED_BYTES = IV_BYTES + TAG_BYTES + KEY_BYTES;

/** Number of random bytes that `sealText` uses: a data key and two initialization vectors. */
export const VAULT_BYTES = KEY_BYTES + 2 * IV_BYTES;

/** Context that is authenticated with the ciphertext: decryption fails with any other. */
export interface Binding {
  readonly connectionId: string;
  readonly field: string;
  /** Allowed origins, in the format of `formatOrigins`. */
  readonly origin: string;
}

/** Keys and randomness for encryption. */
export interface Sealing {
  readonly keyring: Keyring;
  readonly random: (count: number) => Uint8Array;
}

const encodeBinding = ({ connectionId, field, origin }: Binding): Buffer =>
  Buffer.from(JSON.stringify(['mapwright', FORMAT_VERSION, connectionId, field, origin]));

interface CipherInput {
  readonly key: Uint8Array;
  readonly iv: Uint8Array;
  readonly data: Uint8Array;
}

const encrypt = (cipher: CipherGCM, iv: Uint8Array, text: Uint8Array): Buffer => {
  const body = Buffer.concat([cipher.update(text), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]);
};

function encryptBox({ key, iv, data }: CipherInput, text: Uint8Array): Buffer {
  const cipher = createCipheriv(ALGORITHM, key, iv, { authTagLength: TAG_BYTES });
  return encrypt(cipher.setAAD(data), iv, text);
}

/** Returns undefined if the key or the associated data differ or any bit was changed. */
function decryptBox(key: Uint8Array, data: Uint8Array, box: Uint8Array): Buffer | undefined {
  if (box.length < IV_BYTES + TAG_BYTES) return undefined;
  const decipher = createDecipheriv(ALGORITHM, key, box.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(data).setAuthTag(box.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(box.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
  } catch {
    return undefined;
  }
}

const formatHead = ({ id }: VaultKey): Buffer =>
  Buffer.concat([Buffer.of(FORMAT_VERSION), Buffer.from(id, 'base64url')]);

/** Encrypts text with its own data key, which is encrypted with the current key (both AES-256-GCM). Returns base64url. */
export function sealText(text: string, binding: Binding, { keyring, random }: Sealing): string {
  const fresh = random(VAULT_BYTES);
  const dataKey = fresh.subarray(0, KEY_BYTES);
  const ivs = fresh.subarray(KEY_BYTES);
  const head = formatHead(keyring.current);
  const wrapped = encryptBox({ key: keyring.current.bytes, iv: ivs.subarray(0, IV_BYTES), data: head }, dataKey);
  const box = encryptBox({ key: dataKey, iv: ivs.subarray(IV_BYTES), data: encodeBinding(binding) }, Buffer.from(text));
  return Buffer.concat([head, wrapped, box]).toString('base64url');
}

interface Envelope {
  readonly keyId: string;
  readonly head: Buffer;
  readonly wrapped: Buffer;
  readonly box: Buffer;
}

/** Returns undefined for input not written by `sealText`, including non-canonical base64url, which would hide changed bits. */
function parseEnvelope(sealed: string): Envelope | undefined {
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes.toString('base64url') !== sealed || bytes.length < HEAD_BYTES + WRAPPED_BYTES) return undefined;
  const head = bytes.subarray(0, HEAD_BYTES);
  if (head[0] !== FORMAT_VERSION) return undefined;
  const wrapped = bytes.subarray(HEAD_BYTES, HEAD_BYTES + WRAPPED_BYTES);
  const box = bytes.subarray(HEAD_BYTES + WRAPPED_BYTES);
  return { keyId: head.subarray(1).toString('base64url'), head, wrapped, box };
}

/** Reads the id of the key that encrypts a sealed text; undefined if the input is not one. */
export const readKeyId = (sealed: string): string | undefined => parseEnvelope(sealed)?.keyId;

const createWrongKeyError = (wanted: string, { keys }: Keyring) =>
  engineError('KEY_WRONG', { wanted, present: [...keys.keys()].join(', ') });

function unwrapDataKey({ keyId, head, wrapped }: Envelope, keyring: Keyring): Buffer | undefined {
  const key = keyring.keys.get(keyId);
  if (!key) throw createWrongKeyError(keyId, keyring);
  return decryptBox(key.bytes, head, wrapped);
}

/** Decrypts a sealed text; undefined if the binding differs or any bit was changed. Throws KEY_WRONG. */
export function openText(sealed: string, binding: Binding, keyring: Keyring): string | undefined {
  const envelope = parseEnvelope(sealed);
  const key = envelope && unwrapDataKey(envelope, keyring);
  return key && decryptBox(key, encodeBinding(binding), envelope.box)?.toString('utf8');
}

/** Re-encrypts the data key of a sealed text with the current key; undefined if it was altered. Throws KEY_WRONG. */
export function rewrapText(sealed: string, { keyring, random }: Sealing): string | undefined {
  const envelope = parseEnvelope(sealed);
  const key = envelope && unwrapDataKey(envelope, keyring);
  if (!key) return undefined;
  if (envelope.keyId === keyring.current.id) return sealed;
  const head = formatHead(keyring.current);
  const wrapped = encryptBox({ key: keyring.current.bytes, iv: random(IV_BYTES), data: head }, key);
  return Buffer.concat([head, wrapped, envelope.box]).toString('base64url');
}
