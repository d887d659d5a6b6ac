import { preferences } from '#domain/people/user-preference.ts';
import { useMantineColorScheme } from '@mantine/core';
import { useEffect } from 'react';
import { useBridge } from '../bridge/provider.tsx';
import { newId } from '../bridge/command-id.ts';
import { useSession } from '../bridge/session.tsx';
import { useQuery } from '../bridge/use-query.ts';
import type * as z from 'zod';

/** How this person wants the desk to look, wherever they sit. */
export function usePreferences() {
  const bridge = useBridge();
  const { userId } = useSession();
  const row = useQuery('records.list', { entity: 'userPreferences', where: { userId }, limit: 1 }).data?.rows[0];
  const parsed = preferences.safeParse(row?.['preferences'] ?? {});
  const held = parsed.success ? parsed.data : {};
  return { held, isKnown: row !== undefined, set: (patch: z.input<typeof preferences>) => void bridge.send('preferences.set', { patch }, newId()) };
}

/** Puts the settings of the person on the page. */
export function useAppearance(): void {
  const { held, isKnown } = usePreferences();
  const { setColorScheme } = useMantineColorScheme();
  const { theme, density } = held;
  const contrast = held['contrast'];
  useEffect(() => {
    if (isKnown && theme) setColorScheme(theme);
  }, [isKnown, theme, setColorScheme]);
  useEffect(() => {
    document.documentElement.dataset['density'] = density ?? 'compact';
  }, [density]);
  useEffect(() => {
    const system = window.matchMedia('(prefers-contrast: more)');
    const put = () => {
      const isMore = contrast === 'more' || (contrast !== 'normal' && system.matches);
      document.documentElement.dataset['contrast'] = isMore ? 'more' : 'normal';
    };
    put();
    system.addEventListener('change', put);
    return () => system.removeEventListener('change', put);
  }, [contrast]);
}
