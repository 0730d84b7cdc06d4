import { openBrowser, openPage } from './lib.mjs';
const origin = process.argv[2], out = process.argv[3];
const browser = await openBrowser();
for (const tag of ['sv', 'ar', 'fa']) for (const phone of [true, false]) for (const dark of [false, true]) {
  const page = await openPage(browser, { origin, phone, script: false, dark });
  const shot = (n) => page.screenshot({ path: `${out}/${tag}-${phone ? 'phone' : 'wide'}-${dark ? 'dark' : 'light'}-${n}.png`, fullPage: true });
  await page.goto(`${origin}/synpunkt/${tag}`); await shot('1start');
  await page.locator('main form button').last().click(); await shot('2var');
  await page.goto(`${origin}/synpunkt/${tag}?skola=99000100`);
  await page.locator('main form button').last().click();
  await page.locator('#utkast .actions button').first().click(); await shot('3vad-fel');
  await page.locator('input[name=slag][value=complaint]').check();
  await page.locator('textarea[name=text]').fill(tag === 'sv' ? 'Ingen svarar på mina frågor.' : 'لا أحد يجيب على أسئلتي منذ أسبوعين.');
  await page.locator('#utkast .actions button').first().click(); 
  await page.locator('input[name=kanner-till][value=no]').check();
  await page.locator('input[name=vem][value=ja]').check(); await shot('4vem');
  await page.locator('input[name=namn]').fill('Amina');
  await page.locator('input[name=kontakt]').fill('070-123 45 67');
  await page.locator('#utkast .actions button').first().click(); await shot('5las');
  await page.locator('#utkast .actions button').first().click(); await shot('6kvitto');
  await page.goto(`${origin}/arende/${tag}/las`); await shot('7arende');
  await page.context().close();
}
await browser.close();
