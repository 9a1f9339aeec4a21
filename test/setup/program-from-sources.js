// Starts the command line from its sources, never from the bundle: profiles and coverage name its modules.
const { program } = await import('../../engine/cli/program.ts');
process.exitCode = await program(process.argv.slice(2));
