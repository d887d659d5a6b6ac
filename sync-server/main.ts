import { createHub } from './app.ts';
import { backUp } from './backup/backup.ts';
import { restore } from './backup/restore.ts';
import { readConfig } from './config.ts';

/** The hub's command line: `node sync-server/main.ts [backup FILE | restore FILE] [--home DIR] [--port N] …`. */
async function main(): Promise<void> {
  const asked = readConfig(process.argv.slice(2), process.env);
  if (asked.task === 'backup') return console.log(await backUp(asked.config, asked.file));
  if (asked.task === 'restore') return console.log(await restore(asked.config, asked.file));

  const hub = await createHub(asked.config);
  console.log(`hub ready ${hub.url}`);
  let isStopping = false;
  const stop = () => {
    // Asked twice means now.
    if (isStopping) process.exit(1);
    isStopping = true;
    void hub.stop().then(() => process.exit(0));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  // Whoever started this is gone.
  process.on('disconnect', stop);
}

main().catch((error: unknown) => {
  console.error(`holdfast: ${(error instanceof Error ? error.message : String(error)).replaceAll(/\s*\n\s*/g, ' ')}`);
  process.exitCode = 1;
  setTimeout(() => process.exit(1), 200).unref();
});
