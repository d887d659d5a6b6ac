import { expect, type Locator, type Page } from '@playwright/test';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { startPbx, whyNoPbx, type TestPbx } from '../support/pbx.ts';
import * as desk from './desk-page.ts';
import type { Office } from './office.ts';
import { keep } from './picture.ts';

/** Why there can be no PBX here; null where there can. */
export const missing = await whyNoPbx();

const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const media = ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream', '--autoplay-policy=no-user-gesture-required'];
/** A browser that has a microphone without asking. */
export const withMicrophone = { executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args: [...flags, ...media] };

/** A PBX beside the office's hub, with the telephones of Amina, who takes calls, and of Sigrid, who looks after her. */
export async function startPbxOf(office: Office): Promise<TestPbx> {
  const agents = ['101', '104'].map((extension) => ({ extension, secret: `the telephone of ${extension}` }));
  const pbx = await startPbx({ agents, queues: [{ name: 'support', number: '500', members: ['101'] }] });
  const file = path.join(office.hub.home, '..', 'pbx', 'pbx.json');
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const { wsUrl, domain, ami } = pbx;
  fs.writeFileSync(file, JSON.stringify({ wsUrl, domain, ami, agents }), { mode: 0o600 });
  return pbx;
}

/** The first contact of the demo tenant. */
export const known = '+254710000000';

/** The telephone over the screens, and the calls in it. */
export const bar = (page: Page): Locator => page.getByRole('region', { name: 'Calls', exact: true });
export const cardOf = (page: Page, name: RegExp): Locator => bar(page).getByRole('article', { name });
export const wrapUpOf = (page: Page): Locator => bar(page).getByRole('article', { name: /^Wrap-up/ });
export const isReady = (page: Page): Promise<void> => expect(bar(page).getByText(/Phone ready/)).toBeVisible({ timeout: 60_000 });

/** Takes the call that rings. */
export async function answered(page: Page): Promise<Locator> {
  const card = cardOf(page, /^Call with/);
  await card.getByRole('button', { name: 'Answer' }).click({ timeout: 60_000 });
  await expect(card.getByText(/Talking/)).toBeVisible({ timeout: 60_000 });
  return card;
}

/** Ends the wrap-up of the call before: until then the queue gives no other. */
export async function available(page: Page): Promise<void> {
  await bar(page)
    .getByRole('button', { name: /^My state/ })
    .click();
  await page.getByRole('menuitem', { name: 'Available' }).click();
  await expect(bar(page).getByRole('button', { name: 'My state: Available' })).toBeVisible({ timeout: 60_000 });
}

/** Keeps a picture among those of the telephone. */
export const look = (page: Page, name: string): Promise<void> => keep(page, name, 'phone');

/** A contact of the demo tenant with an open case, which is theirs alone. */
export async function caseOfKnown(page: Page): Promise<{ readonly name: string; readonly title: string }> {
  await desk.goTo(page, `/contacts?text=${encodeURIComponent(known)}`);
  await page.getByRole('listbox', { name: 'Contacts' }).getByRole('option').first().click();
  const name = (await page.getByRole('article').getByRole('heading', { level: 1 }).innerText()).trim();
  const title = 'The meter of the caller';
  await page.getByRole('button', { name: 'New case' }).click();
  const form = page.getByRole('form', { name: 'Open a case' });
  await form.getByRole('textbox', { name: 'Title' }).fill(title);
  await desk.pick(page, form.getByRole('combobox', { name: 'Category' }), 'Refund');
  await form.getByRole('button', { name: 'Open a case' }).click();
  await expect(desk.caseOn(page, title)).toBeVisible();
  return { name, title };
}
