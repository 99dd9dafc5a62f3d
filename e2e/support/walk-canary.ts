import { expect, type Page } from '@playwright/test'

/** What moves a service's traffic, on its page. */
export function steering(page: Page) {
  return page.getByRole('region', { name: 'Send traffic to…' })
}

export function canaryHandle(page: Page) {
  return page.getByRole('slider', { name: 'v3 and v4: share of v3' })
}

/** The API server has it, the proxies have it, traffic shows it. */
async function lightsOn(page: Page) {
  const lights = steering(page).getByRole('list', { name: 'What became of it' })
  await expect(lights.getByRole('img', { name: 'done' })).toHaveCount(3, { timeout: 60_000 })
}

/** Types the share of v4 and waits for its preview. */
export async function setShare(page: Page, percent: string) {
  const field = steering(page).getByRole('spinbutton', { name: 'Share of v4 in percent' })
  await field.fill(percent)
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('the API server and Istio accept it (dry run)')
  return dialog
}

async function send(page: Page, percent: string, button: string) {
  const dialog = await setShare(page, percent)
  await dialog.getByRole('button', { name: button }).click()
  await expect(dialog).toBeHidden()
}

/**
 * Moves the catalog's traffic from v3 65 % to 100, then v4 to 10, 50 and 100 percent by handle, keyboard and field, waiting
 * for all three lights each time, and takes the last step back. `applied` hears the share of v4 right after each write.
 */
export async function walkCanary(
  page: Page,
  address: string,
  applied: (percent: number) => Promise<void> = async () => undefined,
): Promise<void> {
  const handle = canaryHandle(page)
  await page.goto(address)
  await expect(handle).toBeFocused()
  await expect(handle).toHaveAttribute('aria-valuetext', 'v3 65 %, v4 35 %')
  await page.keyboard.press('End')
  await expect(handle).toHaveAttribute('aria-valuetext', 'v3 100 %, v4 0 %')
  await steering(page).getByRole('button', { name: 'Preview change…' }).press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Send 100 % to v3' })
  await expect(dialog.getByRole('rowheader', { name: 'frontend' })).toBeVisible()
  await expect(dialog.getByText(/weight: 65/)).toBeVisible()
  await expect(dialog.getByText(/weight: 100/)).toBeVisible()
  await dialog.getByRole('textbox', { name: 'Why? Kept with the change' }).fill('start from nothing')
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  await applied(0)
  await lightsOn(page)

  await handle.focus()
  await page.keyboard.press('PageDown')
  await expect(handle).toHaveAttribute('aria-valuetext', 'v3 90 %, v4 10 %')
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('ArrowRight')
  await steering(page).getByRole('button', { name: 'Preview change…' }).press('Enter')
  await page.getByRole('dialog').getByRole('button', { name: 'Send 10 % to v4' }).press('Enter')
  await expect(page.getByRole('dialog')).toBeHidden()
  await expect(steering(page)).toContainText('Weights v3 90 %, v4 10 %')
  await applied(10)
  await lightsOn(page)

  for (const [percent, goal] of [
    ['50', 'Send 50 % to v4'],
    ['100', 'Send 100 % to v4'],
  ] as const) {
    await send(page, percent, goal)
    await applied(Number(percent))
    await lightsOn(page)
    await expect(steering(page).getByRole('rowheader', { name: 'v4' })).toBeVisible()
  }
  await expect(handle).toHaveAttribute('aria-valuetext', 'v3 0 %, v4 100 %')

  await steering(page).getByRole('button', { name: 'Undo' }).click()
  await expect(handle).toHaveAttribute('aria-valuetext', 'v3 50 %, v4 50 %')
  await applied(50)
  await expect(steering(page).getByRole('button', { name: 'Take the undo back' })).toBeVisible()
}
