import { expect, test as base, type Browser, type Page } from '@playwright/test';
import { expectCaughtUp, addressOf } from './desk-page.ts';
import { openOffice, type Desk, type Office, type PersonName } from './office.ts';

interface Fixtures {
  /** A new window of somebody's desk, in a browser of its own, with all their records there. */
  readonly open: (person: PersonName) => Promise<Page>;
  /** A new window of any desk. */
  readonly openWindow: (desk: Desk) => Promise<Page>;
}

interface Shared {
  readonly office: Office;
}

/** A test in an office that all tests share: a hub, and a desk for everybody who is asked for. */
export const test = base.extend<Fixtures, Shared>({
  office: [
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const office = await openOffice();
      await use(office);
      await office.close();
    },
    { scope: 'worker', timeout: 240_000 },
  ],
  openWindow: async ({ browser, office }, use) => {
    await office.hub.start();
    await use((desk) => windowOf(browser, desk));
    for (const context of browser.contexts()) await context.close();
    // Whatever a test ended runs again for the next.
    await office.hub.start();
  },
  open: async ({ office, openWindow }, use) => {
    await use(async (person) => {
      const page = await openWindow(await office.desk(person, person));
      await expectCaughtUp(page);
      // A window returns to where its person was: a test goes elsewhere after that, not before.
      await expect(page.getByRole('navigation', { name: 'Open records' })).toHaveAttribute('aria-busy', 'false');
      // A window that the browser thinks is behind another has no focus to tell of.
      await page.bringToFront();
      return page;
    });
  },
});

async function windowOf(browser: Browser, desk: Desk): Promise<Page> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(addressOf(desk));
  return page;
}
