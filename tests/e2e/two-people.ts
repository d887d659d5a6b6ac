import { expect, type Page } from '@playwright/test';
import * as desk from './desk-page.ts';
import type { Machine } from './office.ts';

/** Opens a case at Amina's desk that she and her supervisor may edit, and shows it at both. */
export async function sharedCase(amina: Page, sigrid: Page, title: string): Promise<string> {
  const path = await desk.openOwnCase(amina, title);
  await desk.visitCase(sigrid, path, title);
  await expect(desk.composerOn(sigrid)).toBeVisible();
  await Promise.all([desk.expectCaughtUp(amina), desk.expectCaughtUp(sigrid)]);
  return path;
}

/** Both edit the same description without a line; Amina's reaches the hub first, so that Sigrid is asked. */
export async function clash(amina: Page, sigrid: Page, hub: Machine, title: string): Promise<void> {
  await sharedCase(amina, sigrid, title);
  await desk.editField(amina, 'Description', 'As both saw it');
  await expect(desk.fieldOn(sigrid, 'Description')).toContainText('As both saw it');
  await Promise.all([desk.expectCaughtUp(amina), desk.expectCaughtUp(sigrid)]);
  await hub.kill();
  await Promise.all([desk.expectOffline(amina), desk.expectOffline(sigrid)]);
  // Paused, so that it is not chance which of the two comes first.
  await desk.runInPalette(sigrid, 'Work offline');
  await desk.editField(amina, 'Description', 'What Amina wrote');
  await desk.editField(sigrid, 'Description', 'What Sigrid wrote');
  await hub.start();
  await desk.expectCaughtUp(amina);
  await desk.expectPending(sigrid, 1);
  await desk.runInPalette(sigrid, 'Work online');
  await desk.expectToReview(sigrid, 1);
  await desk.expectToReview(amina, 0);
}
