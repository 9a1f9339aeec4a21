import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const DIST = join(ROOT, 'dist');
const CONFIG = join(ROOT, 'tsconfig.build.json');

/** Files of the package in addition to the compiled engine. */
const COPIED = [
  'manifests',
  'schemas',
  'LICENSE',
  'README.md',
  'CHANGELOG.md',
  'engine/cli/README.md',
  'engine/embed/README.md',
  'engine/platform/README.md',
  'engine/protocol/README.md',
  'engine/base/errors/README.md',
  'studio/README.md',
  'studio/pictures',
  'engine/cli/process/watchdog-thread.js',
  'engine/workbench/sandbox/main.js',
  'engine/manifest/validator.generated.js',
  'engine/manifest/validator.generated.d.ts',
  'engine/pipeline/connector/validators.generated.js',
  'engine/pipeline/connector/validators.generated.d.ts',
];

/** Repository scripts that the package omits. */
const REPOSITORY_ONLY = [
  'engine/build/gen',
  'engine/build/build',
  'engine/build/bundle',
  'engine/build/schema-check',
  'engine/build/schema-types',
  'engine/build/reference',
  'engine/build/wasm-program',
];

const COMPILER = {
  extends: './tsconfig.json',
  compilerOptions: {
    noEmit: false,
    declaration: true,
    outDir: 'dist',
    rootDir: '.',
    allowImportingTsExtensions: false,
  },
  include: ['engine', 'studio/server', 'studio/demo'],
  exclude: ['**/*.test.ts'],
};

async function compile(): Promise<void> {
  await writeFile(CONFIG, JSON.stringify(COMPILER));
  try {
    await promisify(execFile)(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', CONFIG], {
      cwd: ROOT,
    });
  } finally {
    await rm(CONFIG, { force: true });
  }
}

/** Copies the command's entry point, which is plain JavaScript, and points it to the compiled program. */
async function copyMain(): Promise<void> {
  const main = 'engine/cli/main.js';
  const text = await readFile(join(ROOT, main), 'utf8');
  await writeFile(join(DIST, main), text.replace("'program.ts'", "'program.js'"));
  await chmod(join(DIST, main), 0o755);
}

/** Builds the studio's web page into the package. */
async function buildPage(): Promise<void> {
  const args = ['build', 'studio/web', '--config', 'studio/web/vite.config.ts', '--logLevel', 'error'];
  const vite = join(ROOT, 'node_modules/vite/bin/vite.js');
  await promisify(execFile)(process.execPath, [vite, ...args, '--outDir', join(DIST, 'studio/web/dist')], {
    cwd: ROOT,
    // Always a production build, also in tests.
    env: { ...process.env, NODE_ENV: 'production' },
  });
}

const LINK = /(!?)\[((?:[^[\]]|\[[^\]]*\])*)\]\(([^)#\s]+)(?:#[^)]*)?\)/g;

/** Replaces links to files that the package does not contain with their text. */
async function unlinkAbsent(): Promise<void> {
  for (const path of await readdir(DIST, { recursive: true })) {
    if (!path.endsWith('.md')) continue;
    const file = join(DIST, path);
    const isAbsent = (target: string) => !/^[a-z]+:/.test(target) && !existsSync(join(dirname(file), target));
    const text = await readFile(file, 'utf8');
    const unlinked = text.replace(LINK, (link, _image, label: string, target: string) =>
      isAbsent(target) ? label : link,
    );
    if (unlinked !== text) await writeFile(file, unlinked);
  }
}

/** Returns the package.json of the package, without development dependencies and scripts. */
async function buildPackageJson(): Promise<object> {
  const { name, version, description, license, type, engines, dependencies } = JSON.parse(
    await readFile(join(ROOT, 'package.json'), 'utf8'),
  );
  return {
    name,
    version,
    description,
    license,
    type,
    engines,
    bin: { mapwright: 'engine/cli/main.js' },
    exports: {
      '.': { types: './engine/index.d.ts', default: './engine/index.js' },
      './schemas/*': './schemas/*',
      './manifests/*': './manifests/*',
      './package.json': './package.json',
    },
    dependencies,
  };
}

/** Implements `npm run build`: builds the publishable package in dist/. */
async function build(): Promise<void> {
  await rm(DIST, { recursive: true, force: true });
  await mkdir(DIST);
  await compile();
  await copyMain();
  await buildPage();
  for (const path of COPIED) await cp(join(ROOT, path), join(DIST, path), { recursive: true });
  for (const path of REPOSITORY_ONLY)
    for (const end of ['.js', '.d.ts']) await rm(join(DIST, path + end), { force: true });
  await unlinkAbsent();
  await writeFile(join(DIST, 'package.json'), `${JSON.stringify(await buildPackageJson(), null, 2)}\n`);
}

await build();
