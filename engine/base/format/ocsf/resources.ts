import { dropUndefined, type JsonObject } from '../../json/index.ts';
import { dropEmpty, readText, readTexts, readTimestamp } from './fields.ts';

/** Name of each asset type in events, and the class of its findings. */
export const ASSET_TYPES: Readonly<Record<string, { readonly caption: string; readonly class: OcsfClass }>> = {
  WEB_APPLICATION: { caption: 'Web Application', class: 'application' },
  CODE_REPO: { caption: 'Code Repository', class: 'application' },
  GENERIC_APPLICATION: { caption: 'Application', class: 'application' },
  HOST: { caption: 'Host', class: 'vulnerability' },
  CONTAINER_IMAGE: { caption: 'Container Image', class: 'vulnerability' },
  CLOUD_RESOURCE: { caption: 'Cloud Resource', class: 'vulnerability' },
  API: { caption: 'API', class: 'application' },
  MOBILE_APPLICATION: { caption: 'Mobile Application', class: 'application' },
};

export type OcsfClass = 'vulnerability' | 'application';

const MAC_ADDRESS = /^(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}$/i;

/** Identifiers of operating systems, by a pattern of their names. */
const SYSTEMS: readonly (readonly [pattern: RegExp, id: number, type: string])[] = [
  [/windows/i, 100, 'Windows'],
  [/linux|ubuntu|debian|centos|fedora|red ?hat|rhel|suse|rocky/i, 200, 'Linux'],
  [/mac ?os|os x/i, 300, 'macOS'],
  [/solaris/i, 400, 'Solaris'],
  [/\baix\b/i, 401, 'AIX'],
  [/hp-ux/i, 402, 'HP-UX'],
];

function buildSystem(name: string): JsonObject {
  const [, id = 0, type = 'Unknown'] = SYSTEMS.find(([pattern]) => pattern.test(name)) ?? [];
  return { name, type_id: id, type };
}

/** Returns true for an IPv4 or IPv6 address without a zone, which may exceed the length that the schema allows. */
function isAddress(text: string): boolean {
  if (!/^[\da-f:.]+$/i.test(text)) return false;
  return text.includes(':') ? URL.canParse(`http://[${text}]`) : URL.parse(`http://${text}`)?.hostname === text;
}

const findAddress = (asset: JsonObject): string | undefined => readTexts(asset, 'ipAddresses')?.find(isAddress);

function buildOwner(asset: JsonObject): JsonObject | undefined {
  const name = readTexts(asset, 'assetDetail', 'owners')?.[0];
  return name === undefined ? undefined : { name, ...(name.includes('@') ? { email_addr: name } : {}) };
}

/** Returns a list unless it has a single value, which has an attribute of its own. */
const listSeveral = (texts: readonly string[] = []) => (texts.length > 1 ? texts : undefined);

/** Fields of an asset for which a resource has no attribute. */
const listData = (asset: JsonObject): JsonObject | undefined =>
  dropEmpty({
    owners: listSeveral(readTexts(asset, 'assetDetail', 'owners')),
    ipAddresses: listSeveral(readTexts(asset, 'ipAddresses')),
    description: asset['assetType'] === 'HOST' ? undefined : readText(asset, 'assetDetail', 'description'),
    operatingSystem: asset['assetType'] === 'HOST' ? undefined : asset['operatingSystem'],
    lastScannedOn: readText(asset, 'assetDetail', 'lastScannedOn'),
    webAppName: readText(asset, 'webAppName'),
    custom: asset['custom'],
  });

/** Attributes that a resource, a device and an application share. */
const buildCommon = (asset: JsonObject) => ({
  uid: readText(asset, 'externalAssetId'),
  uid_alt: readText(asset, 'vendorAssetId'),
  name: readText(asset, 'assetDetail', 'name'),
  hostname: readText(asset, 'fqdn'),
  type: ASSET_TYPES[readText(asset, 'assetType') ?? '']?.caption,
  owner: buildOwner(asset),
});

const buildGroup = (asset: JsonObject): JsonObject | undefined =>
  dropEmpty({ name: readText(asset, 'assetDetail', 'businessUnit') });

export const buildResource = (asset: JsonObject): JsonObject =>
  dropUndefined({
    ...buildCommon(asset),
    ip: findAddress(asset),
    criticality: readText(asset, 'assetDetail', 'criticality'),
    labels: readTexts(asset, 'assetDetail', 'tags'),
    group: buildGroup(asset),
    created_time: readTimestamp(asset, 'assetDetail', 'createdOn'),
    modified_time: readTimestamp(asset, 'assetDetail', 'lastUpdatedOn'),
    data: listData(asset),
  });

/** Returns the device of a host. The records do not tell servers from other devices. */
export function buildDevice(asset: JsonObject): JsonObject {
  const [mac, system] = [readText(asset, 'macAddress') ?? '', readText(asset, 'operatingSystem')];
  return dropUndefined({
    ...buildCommon(asset),
    type: 'Unknown',
    type_id: 0,
    desc: readText(asset, 'assetDetail', 'description'),
    ip: findAddress(asset),
    mac: MAC_ADDRESS.test(mac) ? mac : undefined,
    os: system === undefined ? undefined : buildSystem(system),
  });
}

function buildUrl(asset: JsonObject): JsonObject | undefined {
  const text = readText(asset, 'webAppUrl') ?? readText(asset, 'repoUrl');
  const hostname = URL.parse(text ?? '')?.hostname || undefined;
  return text === undefined ? undefined : dropUndefined({ url_string: text, hostname });
}

export const buildApplication = (asset: JsonObject): JsonObject =>
  dropUndefined({
    ...buildCommon(asset),
    desc: readText(asset, 'assetDetail', 'description'),
    criticality: readText(asset, 'assetDetail', 'criticality'),
    labels: readTexts(asset, 'assetDetail', 'tags'),
    group: buildGroup(asset),
    url: buildUrl(asset),
  });
