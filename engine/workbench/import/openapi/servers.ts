import type { JsonObject } from '../../../base/json/index.ts';
import { addBaseUrl } from '../assemble/manifest.ts';
import type { SettingTable } from '../assemble/settings.ts';
import { getList, getObject, getText } from '../members.ts';

const toServers = (document: JsonObject): JsonObject[] =>
  getList(document, 'servers').filter(
    (one): one is JsonObject => typeof one === 'object' && one !== null && !Array.isArray(one),
  );

const withoutSlash = (url: string): string => url.replace(/\/+$/, '');

/** Adds a setting per variable of a server, and returns the URL with their templates. */
function fillVariables(server: JsonObject, settings: SettingTable): string {
  const variables = getObject(server, 'variables');
  return (getText(server, 'url') ?? '').replaceAll(/\{([^}]*)\}/g, (_whole, name: string) => {
    const variable = getObject(variables, name);
    const values = getList(variable, 'enum').filter((value) => typeof value === 'string');
    const usual = getText(variable, 'default');
    const setting = settings.add(
      name,
      {
        description: getText(variable, 'description') ?? 'Part of the address of the API.',
        ...(values.length > 0 ? { enum: values } : {}),
        ...(usual === undefined ? {} : { default: usual }),
      },
      usual === undefined,
    );
    return `{{settings.${setting}}}`;
  });
}

/** Returns the template of the base URL: a setting whose default is the first server, or the server with its variables as settings. */
export function readServer(document: JsonObject, settings: SettingTable): string {
  const servers = toServers(document);
  const server = servers.find((one) => /^https:/i.test(getText(one, 'url') ?? '')) ?? servers[0];
  const url = withoutSlash(server ? (getText(server, 'url') ?? '') : '');
  if (server && /^https?:\/\/[^/]*\{/i.test(url)) return withoutSlash(fillVariables(server, settings));
  if (server && url.includes('{')) return withoutSlash(fillVariables({ ...server, url }, settings));
  if (URL.canParse(url)) return addBaseUrl(settings, url);
  return `${addBaseUrl(settings, undefined)}${url.startsWith('/') ? url : ''}`;
}
