import type { LineId, Quality } from '../machine/state.ts';
import { countersOf, qualityBetween, type Counters } from './quality.ts';

interface MonitorDeps {
  readonly everyMs: number;
  readonly isSpeaking: (line: LineId) => boolean;
  readonly onQuality: (line: LineId, quality: Quality) => void;
}

/** Measures every call for as long as it is there. */
export function createQualityMonitor({ everyMs, isSpeaking, onQuality }: MonitorDeps) {
  const connections = new Map<LineId, { readonly connection: RTCPeerConnection; before: Counters | null }>();

  const measure = async (line: LineId): Promise<void> => {
    const watched = connections.get(line);
    if (!watched || watched.connection.iceConnectionState === 'closed') return;
    const report = await watched.connection.getStats();
    const after = countersOf([...report.values()], performance.now());
    if (watched.before && after.received > 0) onQuality(line, qualityBetween(watched.before, after, isSpeaking(line)));
    watched.before = after;
  };

  const timer = setInterval(() => {
    for (const line of connections.keys()) void measure(line);
  }, everyMs);

  return {
    watch: (line: LineId, connection: RTCPeerConnection) => void connections.set(line, { connection, before: null }),
    forget: (line: LineId) => void connections.delete(line),
    stop: () => {
      clearInterval(timer);
      connections.clear();
    },
  };
}
