/** Builds the README that `init` writes. */
export const buildStarterReadme = (id: string): string => `# ${id}

This folder is a connector: \`manifest.json\` defines it; \`recordings/\` and \`expected/\` test it.

1. \`about\`: describe the vendor and what a user needs before setup.
2. \`settings\`: define the fields of a connection. \`"writeOnly": true\` marks a secret, which only \`auth\` can use.
3. \`auth\`: configure how requests are authenticated.
4. \`streams\`: define what to read. \`records\` (JSONata) selects the items of a page; \`partitions\` reads a list once per item of another stream, element of a list setting, or both.
5. \`enums\` and \`maps\`: convert items to assets and findings. Values missing from an enum are rejected and counted.

Repeat these commands while you work:

\`\`\`sh
mapwright validate .
mapwright test .
mapwright preview . --map finding --sample page.json
mapwright check . --config config.json
mapwright run . --config config.json --to ndjson:out --record ./my-first-case
\`\`\`
`;
