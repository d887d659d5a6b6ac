import { IconAntennaBars2, IconAntennaBars3, IconAntennaBars5 } from '@tabler/icons-react';
import { t } from '../../ui/text.ts';
import { meanMos } from '../machine/derived.ts';
import type { Line } from '../machine/state.ts';
import { poorMos } from '../media/quality.ts';

const good = 4;

/** How good a call sounds, as bars with words behind them; nothing before it was measured. */
export function QualityMark({ line }: { readonly line: Line }) {
  if (!line.quality) return null;
  const { mos } = line.quality;
  const Sign = mos >= good ? IconAntennaBars5 : mos >= poorMos ? IconAntennaBars3 : IconAntennaBars2;
  const words = `${mos >= poorMos ? t('phone.quality.good') : t('phone.quality.bad')}: ${t('phone.quality.score', { mos: meanMos(line) ?? mos })}`;
  return (
    <span role="img" aria-label={words} title={words}>
      <Sign size={16} aria-hidden />
    </span>
  );
}
