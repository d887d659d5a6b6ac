import { Button } from '@mantine/core';
import { IconMicrophone } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { ofCode, t } from '../../ui/text.ts';
import { usePhone } from './phone-provider.tsx';
import styles from './phone.module.css';

const seconds = 5;

/** Records a few seconds, plays them back, and says how the microphone did. */
export function LoopTest() {
  const phone = usePhone();
  const [level, setLevel] = useState<number | null>(null);
  const [verdict, setVerdict] = useState<string | null>(null);
  const id = useId();
  const run = async () => {
    setVerdict(null);
    setLevel(0);
    const result = await phone.testLoop(seconds, setLevel);
    setLevel(null);
    setVerdict('trouble' in result ? ofCode('phone.mic', result.trouble, result.trouble) : ofCode('phone.test', result.verdict, result.verdict));
  };
  return (
    <div>
      <Button variant="default" leftSection={<IconMicrophone size={16} aria-hidden />} disabled={level !== null} aria-describedby={id} onClick={() => void run()}>
        {level === null ? t('phone.device.test') : t('phone.device.testing')}
      </Button>
      <p id={id} className={styles['preview']}>
        {t('phone.device.alone')}
      </p>
      {level !== null && <meter className={styles['level']} aria-label={t('phone.device.level')} min={0} max={1} low={0.03} value={level} />}
      <p className={styles['verdict']} role="status">
        {verdict}
      </p>
    </div>
  );
}
