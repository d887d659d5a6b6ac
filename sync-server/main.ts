import { createHub } from './app.ts';
import { verifyAllAudit } from './audit/verify.ts';
import { backUp } from './backup/backup.ts';
import { restore } from './backup/restore.ts';
import { readConfig } from './config.ts';
import { createLog } from './http/log.ts';
import { appointOperator, foundTenant } from './people/found.ts';

/** The hub's command line: `node sync-server/main.ts [backup FILE | restore FILE | audit | tenant … | operator EMAIL] [--home DIR] [--port N] …`. */
async function main(): Promise<void> {
  const asked = readConfig(process.argv.slice(2), process.env);
  if (asked.task === 'backup') return console.log(await backUp(asked.config, asked.file));
  if (asked.task === 'restore') return console.log(await restore(asked.config, asked.file));
  if (asked.task === 'audit') return console.log(await verifyAllAudit(asked.config));
  if (asked.task === 'tenant') return console.log(await foundTenant(asked.config, asked.founding));
  if (asked.task === 'operator') return console.log(await appointOperator(asked.config, asked.email));

  const log = createLog(asked.config.logLevel);
  // Left to itself Node would print the error with all it holds.
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'the hub failed');
    process.exit(1);
  });

  const hub = await createHub(asked.config, { log });
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
