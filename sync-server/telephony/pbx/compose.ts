import { filesOf } from './files.ts';
import type { PbxPlan } from './plan.ts';

/** A folder for Docker Compose: the same Asterisk with the same files, in a container on the host's network, where its media ports are. */
export function composeFiles(plan: Omit<PbxPlan, 'folder' | 'programs'>): Readonly<Record<string, string>> {
  const modules = { x64: '/usr/lib/x86_64-linux-gnu/asterisk/modules', arm64: '/usr/lib/aarch64-linux-gnu/asterisk/modules' }[process.arch === 'arm64' ? 'arm64' : 'x64'];
  const files = filesOf({ ...plan, folder: '/pbx', programs: { modules, data: '/usr/share/asterisk' } });
  return { 'compose.yaml': compose, ...Object.fromEntries(Object.entries(files).map(([name, text]) => [`etc/${name}`, text])) };
}

const compose = `services:
  pbx:
    build:
      context: .
      dockerfile_inline: |
        FROM debian:forky-slim
        RUN apt-get update \\
          && apt-get install --yes --no-install-recommends asterisk asterisk-core-sounds-en-gsm \\
          && ln -sfn en_US_f_Allison /usr/share/asterisk/sounds/en \\
          && mkdir -p /pbx/run /pbx/log/cdr-custom /pbx/log/cel-custom /pbx/spool/recording /pbx/spool/monitor /pbx/db /pbx/lib/keys /pbx/lib/moh
    network_mode: host
    volumes:
      - ./etc:/pbx/etc:ro
    command: asterisk -f -C /pbx/etc/asterisk.conf
    restart: unless-stopped
`;
