import type { LineId } from '../machine/state.ts';

/** Where the callers' voices come out: one element for each line, all on the chosen loudspeaker. */
export function createOutputs() {
  const elements = new Map<LineId, HTMLAudioElement>();
  let sink = '';

  // A device that has gone leaves the voice on the system's own loudspeaker.
  const aim = (element: HTMLAudioElement) => element.setSinkId(sink).catch(() => element.setSinkId('').catch(() => {}));

  return {
    play: (line: LineId, stream: MediaStream) => {
      const element = elements.get(line) ?? new Audio();
      elements.set(line, element);
      element.srcObject = stream;
      void aim(element);
      void element.play().catch(() => {});
    },
    setHeard: (line: LineId, isHeard: boolean) => {
      const element = elements.get(line);
      if (element) element.muted = !isHeard;
    },
    setSink: (id: string) => {
      sink = id;
      for (const element of elements.values()) void aim(element);
    },
    drop: (line: LineId) => {
      const element = elements.get(line);
      if (!element) return;
      element.pause();
      element.srcObject = null;
      elements.delete(line);
    },
    close: () => {
      for (const line of elements.keys()) {
        const element = elements.get(line);
        if (element) element.srcObject = null;
      }
      elements.clear();
    },
  };
}
