import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, type ViewportSize } from '@playwright/test';
import * as path from 'node:path';

const results = path.resolve(import.meta.dirname, '../../test-results');
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Keeps a picture of the screen in both themes, and in these sizes of the window or in the one that it has, in a folder of the results, and holds it to WCAG 2.2 AA. */
export async function keep(page: Page, name: string, folder = 'screens', sizes: readonly ViewportSize[] = []): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const shoot = (suffix: string) => page.screenshot({ path: path.join(results, folder, `${name}-${suffix}.png`), animations: 'disabled' });
    for (const size of sizes) {
      await page.setViewportSize(size);
      await shoot(`${colorScheme}-${size.width}`);
    }
    if (sizes.length === 0) await shoot(colorScheme);
    const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze();
    expect
      .soft(
        violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html, target }) => `${String(target)} ${html.slice(0, 160)}`).join('; ')}`),
        `${name}, ${colorScheme}`,
      )
      .toEqual([]);
  }
}
