import type { Recording } from '#domain/calls/recording.ts';
import type { Voicemail } from '#domain/calls/voicemail.ts';
import type { CallAudio } from '#domain/calls/recording-queries.ts';
import type { AnyRow } from '#domain/kernel/entity.ts';
import { Button, Slider } from '@mantine/core';
import { IconHeadphones } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useBridge } from '../../bridge/provider.tsx';
import { useHolds } from '../../bridge/session.tsx';
import { useQuery } from '../../bridge/use-query.ts';
import { openFile, saveFile, type OpenedFile } from '../../storage/parts/files.ts';
import { useAddress } from '../../storage/parts/use-address.ts';
import { ActionButton } from '../../ui/action-button.tsx';
import { measured, stamp } from '../../ui/format.ts';
import { t } from '../../ui/text.ts';
import styles from './call-audio.module.css';
import { outlineOf, peaksOf } from './waveform.ts';

const bars = 160;

/** The recordings of a call, and the messages that its caller left, that may be heard by whoever looks at it. */
export function AudioOfCall({ callId }: { readonly callId: string }) {
  const { recordings = [], voicemails = [] } = useQuery('calls.audio', { callId }).data ?? {};
  return (
    <>
      {recordings.length > 0 && (
        <section aria-label={t('recording.title')} className={styles['recordings']}>
          <h2>{t('recording.title')}</h2>
          {recordings.map((recording) => (
            <RecordingPlayer key={recording.id} recording={recording} />
          ))}
        </section>
      )}
      {voicemails.length > 0 && (
        <section aria-label={t('voicemail.title')} className={styles['recordings']}>
          <h2>{t('voicemail.title')}</h2>
          {voicemails.map((message) => (
            <MessagePlayer key={message.id} message={message} />
          ))}
        </section>
      )}
    </>
  );
}

/** A recording's own record: what may be heard of it. */
export const OneRecording = ({ row }: { readonly row: AnyRow }) => (
  <section aria-label={t('recording.title')} className={styles['recordings']}>
    {/* The generic screen holds the row of the entity that it was asked for. */}
    <RecordingPlayer recording={row as unknown as Recording} />
  </section>
);

/** A message that a caller left: hearing it marks it as heard. */
export const OneVoicemail = ({ row }: { readonly row: AnyRow }) => (
  <section aria-label={t('voicemail.title')} className={styles['recordings']}>
    {/* The generic screen holds the row of the entity that it was asked for. */}
    <MessagePlayer message={row as unknown as Voicemail} />
  </section>
);

function RecordingPlayer({ recording }: { readonly recording: CallAudio['recordings'][number] }) {
  const canSave = useHolds()('recordings.download') === null && recording.status === 'ready';
  return <AudioPlayer audio={recording} asked={{ recordingId: recording.id }} listen="recordings.listen" canSave={canSave} />;
}

const MessagePlayer = ({ message }: { readonly message: CallAudio['voicemails'][number] }) => (
  <AudioPlayer audio={message} asked={{ voicemailId: message.id }} listen="voicemails.listen" canSave={false} />
);

interface AudioProps {
  readonly audio: Pick<Recording, 'createdAt' | 'duration'>;
  readonly asked: { readonly recordingId: string } | { readonly voicemailId: string };
  readonly listen: 'recordings.listen' | 'voicemails.listen';
  readonly canSave: boolean;
}

/** What was said: it is fetched when somebody wants to hear it, and each time is in the audit. */
function AudioPlayer({ audio: { createdAt, duration }, asked, listen, canSave }: AudioProps) {
  const bridge = useBridge();
  const holds = useHolds();
  const [file, setFile] = useState<OpenedFile | null>(null);
  const [told, tell] = useState('');
  const [isBusy, setBusy] = useState(false);
  const fetchAudio = async (verb: 'download' | 'view') => {
    setBusy(true);
    tell('');
    const opened = await openFile(bridge, { ...asked, verb }, () => {});
    setBusy(false);
    if (!opened.ok) return tell(opened.message);
    const named = { blob: opened.blob, name: `${stamp(createdAt)}.wav` };
    if (verb === 'view') setFile(named);
    else saveFile(named);
  };
  return (
    <div className={styles['recording']}>
      <span className={styles['dim']}>
        {stamp(createdAt)}
        {duration !== null && ` · ${measured(duration, 'seconds')}`}
      </span>
      {file ? (
        <Player blob={file.blob} />
      ) : (
        <ActionButton
          size="compact-sm"
          leftSection={<IconHeadphones size={14} />}
          loading={isBusy}
          hint={t('recording.listenHint')}
          reason={holds(listen)?.message ?? null}
          onClick={() => void fetchAudio('view')}
        >
          {t('recording.listen')}
        </ActionButton>
      )}
      {canSave && (
        <Button size="compact-sm" variant="subtle" onClick={() => void fetchAudio('download')}>
          {t('recording.download')}
        </Button>
      )}
      {told !== '' && (
        <span role="alert" className={styles['dim']}>
          {told}
        </span>
      )}
    </div>
  );
}

function Player({ blob }: { readonly blob: Blob }) {
  const address = useAddress(blob);
  const wave = useOutline(blob);
  const audio = useRef<HTMLAudioElement>(null);
  const [share, setShare] = useState(0);
  const follow = () => {
    const { currentTime = 0, duration = 0 } = audio.current ?? {};
    setShare(duration > 0 ? currentTime / duration : 0);
  };
  const seek = (to: number) => {
    if (audio.current && Number.isFinite(audio.current.duration)) audio.current.currentTime = to * audio.current.duration;
    setShare(to);
  };
  return (
    <div className={styles['player']}>
      <div className={styles['wave']}>
        <svg viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden>
          <path d={wave} className={styles['ahead']} />
          <path d={wave} className={styles['heard']} style={{ clipPath: `inset(0 ${(1 - share) * 100}% 0 0)` }} />
        </svg>
        <Slider
          className={styles['seek']}
          classNames={{ track: styles['bare'] ?? '', bar: styles['bare'] ?? '' }}
          min={0}
          max={1}
          step={0.005}
          value={share}
          onChange={seek}
          label={null}
          thumbLabel={t('recording.wave')}
        />
      </div>
      {/* What was said is not written down yet: there are no captions. */}
      <audio ref={audio} src={address} controls autoPlay onTimeUpdate={follow} onEnded={follow} />
    </div>
  );
}

function useOutline(blob: Blob): string {
  const [outline, setOutline] = useState(() => outlineOf(Array.from({ length: bars }, () => 0)));
  useEffect(() => {
    let isShown = true;
    const context = new AudioContext();
    blob
      .arrayBuffer()
      .then((bytes) => context.decodeAudioData(bytes))
      .then((decoded) => {
        if (isShown) setOutline(outlineOf(peaksOf(decoded.getChannelData(0), bars)));
      })
      // It may still be heard: only the picture is missing.
      .catch(() => {})
      .finally(() => void context.close());
    return () => {
      isShown = false;
    };
  }, [blob]);
  return outline;
}
