import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import * as path from 'node:path';

const results = path.resolve(import.meta.dirname, '../../test-results');
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Keeps a picture of the screen in both themes, in a folder of the results, and holds it to WCAG 2.2 AA. */
export async function keep(page: Page, name: string, folder = 'screens'): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.screenshot({ path: path.join(results, folder, `${name}-${colorScheme}.png`), animations: 'disabled' });
    const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze();
    expect
      .soft(
        violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join('; ')}`),
        `${name}, ${colorScheme}`,
      )
      .toEqual([]);
  }
}
