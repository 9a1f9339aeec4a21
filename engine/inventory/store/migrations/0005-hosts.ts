import type { StoreMigration } from './index.ts';

/** Adds the columns of hosts; earlier assets have no such fields. */
export const hosts: StoreMigration = {
  name: '0005-hosts',
  statements: ({ text }) =>
    ['fqdn', 'ip_addresses', 'operating_system'].map((name) => `ALTER TABLE asset ADD COLUMN ${name} ${text}`),
};
