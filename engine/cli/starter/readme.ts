/** The notes that `init` writes beside the manifest. */
export const buildStarterReadme = (id: string): string => `# ${id}

A connector is this folder: \`manifest.json\` says everything, \`recordings/\` and \`expected/\` prove it.

1. \`about\`: who the vendor is, and what a user must do before the set-up.
2. \`settings\`: what a connection asks for. \`"writeOnly": true\` marks a secret, which only \`auth\` may use.
3. \`auth\`: how requests are signed.
4. \`streams\`: what is read. \`records\` (JSONata) selects the items of a page; \`partition\` reads a list once per item of another.
5. \`enums\` and \`maps\`: how items become assets and findings. Values that are not in an enum are rejected and counted.

Then, again and again:

\`\`\`sh
mapwright validate .
mapwright test .
mapwright preview . --map finding --sample page.json
mapwright check . --config config.json
mapwright run . --config config.json --to ndjson:out --record ./my-first-case
\`\`\`
`;
