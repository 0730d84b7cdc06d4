// Whole journeys through the demo, the way people make them: link by link and button by button. The demo is made once,
// by the command that everybody is told to try, and its date stands still at 25 November 2024.

import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { pathToFileURL } from 'node:url';
import {
  ROLES,
  browser,
  button,
  closeDemo,
  done,
  expectGood,
  expectPdf,
  fetched,
  link,
  links,
  main,
  openDemo,
  openPage,
  origin,
  signIn,
  startTertial,
  tabTo,
  tertial,
} from './lib.mjs';
import './voices.mjs';
import './visits.mjs';
import './follow_up.mjs';

const run = promisify(execFile);

before(openDemo);
after(closeDemo);

/** From the task list to the item that is still to be handed in. */
async function openTask(page, title, subject) {
  // The list opens on what is left to hand in.
  assert.equal(await link(page, /^Kvar att lämna/).getAttribute('aria-current'), 'page');
  // A complaint of the unit's that waits may stand above, with the same words.
  const tasks = main(page).locator('li').filter({ hasText: subject }).locator('a[href*="/uppgift/"]');
  await tasks.filter({ hasText: title }).first().click();
  await page.waitForURL(/\/uppgift\/[0-9a-f-]+$/);
  assert.match(await main(page).innerText(), new RegExp(`${title}[\\s\\S]*${subject}`));
}

/** Everything a complaint is asked for. */
async function fillComplaint(row, received) {
  await row.locator('[name$="-mottaget"]').fill(received);
  await row.locator('[name$="-karna"]').selectOption({ label: 'Tillgänglighet' });
  await row.locator('[name$="-handlar-om"]').fill('Hissen till studiesalen var avstängd under två veckor.');
  await row.locator('[name$="-atgard"]').fill('Lektionerna flyttades till bottenvåningen tills hissen var lagad.');
  await row.locator('[name$="-status"]').selectOption({ label: 'Avslutat' });
  for (const question of ['negativt', 'ledning', 'aktiv-hantering']) {
    await row.locator(`[name$="-${question}"]`).selectOption({ label: 'Ja' });
  }
}

for (const { how, unit, options } of [
  { how: 'with JavaScript on a wide screen', unit: 'Nordflod Centrum', options: {} },
  { how: 'without JavaScript on a phone', unit: 'Nordflod Hamngatan', options: { phone: true, script: false } },
]) {
  test(`complaints of a unit are filled in, mended, signed and receipted ${how}`, async () => {
    const editor = await signIn('provider-editor', options);
    await openTask(editor, 'Klagomål', unit);
    const address = new URL(editor.url()).pathname;
    await expectGood(editor, options);
    await link(editor, /^(Fyll i|Fortsätt fylla i)$/).click();
    const rows = editor.locator('[data-rows="complaints"] tbody tr');
    await rows.first().waitFor();
    const before = await rows.count();
    await button(editor, 'Lägg till ett klagomål').click();
    await rows.nth(before).waitFor();
    await fillComplaint(rows.last(), '2024-02-31');
    await button(editor, 'Spara och kontrollera').click();

    const summary = editor.locator('.error-summary');
    const fault = summary.getByRole('link', { name: /Mottaget.*2024-02-31/ });
    await fault.waitFor();
    await expectGood(editor, options);
    const field = editor.locator(await fault.getAttribute('href'));
    await fault.click();
    assert.ok(await field.evaluate((element) => element === document.activeElement), 'the summary leads to the field');
    assert.equal(await field.getAttribute('aria-invalid'), 'true');
    assert.equal(await field.inputValue(), '2024-02-31', 'what was written is still there');
    await field.fill('2024-02-29');
    // Where a number has fallen since the last occasion, a comment is asked for.
    await editor.locator('[name="statement.comment"]').fill('Två klagomål från i våras visade sig gälla en annan enhet.');
    await button(editor, 'Spara och kontrollera').click();
    await editor.waitForURL(/\/kontrollera$/);
    assert.match(await main(editor).innerText(), /Hissen till studiesalen/);
    await expectGood(editor, options);
    await button(editor, 'Lämna till den som signerar').click();
    await editor.waitForURL((url) => url.pathname === address);
    assert.match(await main(editor).innerText(), /Väntar på signering/);
    await done(editor);

    const rektor = await signIn('rektor', options);
    await expectGood(rektor, options);
    // New and waiting complaints stand above everything else.
    const headings = await main(rektor).locator('h2').allInnerTexts();
    assert.deepEqual(headings.slice(0, 2), ['Klagomål och synpunkter', 'Väntar på dig']);
    const first = rektor.getByRole('region', { name: 'Väntar på dig' }).getByRole('link').first();
    assert.equal(await first.getAttribute('href'), address, 'what waits for the one who signs stands first');
    await first.click();
    await link(rektor, 'Läs och signera').click();
    await rektor.waitForURL(/\/kontrollera$/);
    assert.match(await main(rektor).innerText(), /Hissen till studiesalen/);
    await expectGood(rektor, options);
    await button(rektor, 'Lämna in och signera').click();
    await rektor.waitForURL(/\/kvitto\//);
    const reference = decodeURIComponent(new URL(rektor.url()).pathname.split('/').at(-1));
    const receipt = await main(rektor).innerText();
    assert.ok(receipt.includes(reference), 'the receipt shows its reference');
    assert.match(receipt, /25 november 2024/);
    assert.match(receipt, /[0-9a-f]{64}|([0-9a-f]{4,16}\s+){3}/, 'the receipt shows the content hash');
    await expectGood(rektor, options);
    expectPdf(await fetched(rektor, link(rektor, 'Spara kvittot som PDF')));
    await done(rektor);
  });
}

test('the workbook goes through LibreOffice and comes back with its rows', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tertial-workbook-'));
  try {
    const page = await signIn('provider-editor');
    await openTask(page, 'Klagomål', 'Nordflod Omsorg');
    await link(page, 'Hämta mallen eller ladda upp den ifylld').click();
    const download = page.waitForEvent('download');
    await link(page, /^Mall med raderna ur utkastet/).click();
    const template = join(folder, 'mall.xlsx');
    await (await download).saveAs(template);

    const saved = join(folder, 'sparad');
    await mkdir(saved);
    const profile = `-env:UserInstallation=${pathToFileURL(join(folder, 'profil')).href}`;
    await run('soffice', [profile, '--headless', '--convert-to', 'xlsx', '--outdir', saved, template], { timeout: 120_000 });

    await page.locator('input[type=file]').setInputFiles(join(saved, 'mall.xlsx'));
    await button(page, 'Ladda upp och förhandsgranska').click();
    await page.getByRole('heading', { level: 1, name: /^Förhandsgranska mall\.xlsx/ }).waitFor();
    assert.ok((await main(page).locator('table tbody tr').count()) > 0, 'the preview shows the first rows');
    await expectGood(page);
    await done(page);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test('an officer follows a figure to a submission, returns one, approves another, and reads', async () => {
  const officer = await signIn('quality-officer');
  assert.match(await main(officer).innerText(), /Väntas in\s+70/);
  await link(officer, /väntar på granskning$/).click();
  await officer.waitForURL(/visa=submitted/);
  const list = officer.url();
  const whose = main(officer).locator('tbody tr').filter({ hasText: 'Nordflod Vuxenlärande AB' }).filter({ hasText: 'Gymnasiala allmänna ämnen' });
  await whose.getByRole('link').first().click();
  await officer.waitForURL(/\/granska\//);
  const returned = new URL(officer.url()).pathname.replace('/granska/', '/uppgift/');
  await expectGood(officer);

  await link(officer, 'Lämna tillbaka med motivering').first().click();
  await officer.waitForURL(/\/aterlamna$/);
  await expectGood(officer);
  await button(officer, 'Lämna tillbaka med motivering').click();
  await officer.locator('.error-summary').waitFor();
  const reason = 'Beskriv hur ni har följt upp de öppna studiesalarna sedan i våras.';
  await officer.getByLabel('Motivering', { exact: true }).fill(reason);
  await button(officer, 'Lämna tillbaka med motivering').click();
  await officer.waitForURL((url) => !url.pathname.endsWith('/aterlamna'));

  const editor = await signIn('provider-editor', { phone: true });
  await main(editor).locator(`a[href="${returned}"]`).first().click();
  await editor.waitForURL((url) => url.pathname === returned);
  assert.ok((await main(editor).innerText()).includes(reason), 'the provider sees why');
  await expectGood(editor);
  await done(editor);

  await officer.goto(list);
  await main(officer).locator('tbody tr').first().getByRole('link').first().click();
  await officer.waitForURL(/\/granska\//);
  const approved = new URL(officer.url()).pathname;
  await button(officer, 'Godkänn', { exact: true }).first().click();
  await main(officer).getByText('Godkänd', { exact: true }).first().waitFor();
  assert.equal(new URL(officer.url()).pathname, approved);

  await link(officer, 'Läsrum').first().click();
  await officer.waitForURL(/\/lasrum$/);
  await main(officer).locator('tbody').first().getByRole('link').first().click();
  await officer.waitForURL(/\/lasrum\/2024\//);
  assert.match(await main(officer).innerText(), /Nordflod Vuxenlärande AB/);
  await expectGood(officer);

  await link(officer, 'Rapporter').first().click();
  await officer.waitForURL(/\/rapporter$/);
  await main(officer).locator('tbody tr').filter({ hasText: 'Publicerad' }).first().getByRole('link').click();
  await officer.waitForURL(/\/rapporter\/\d+$/);
  await expectGood(officer);
  expectPdf(await fetched(officer, link(officer, /^Rapporten \(PDF/)));
  assert.equal((await fetched(officer, link(officer, /^Rapporten \(Word/))).subarray(0, 2).toString('latin1'), 'PK');
  await done(officer);
});

test('from signing in to signed "inte några avvikelser" takes four pages at most', async () => {
  const page = await openPage(browser, { origin });
  page.setDefaultTimeout(20_000);
  const shown = [];
  page.on('response', (answer) => {
    const whole = answer.request().isNavigationRequest() && answer.frame() === page.mainFrame();
    if (whole && answer.status() === 200) shown.push(new URL(answer.url()).pathname);
  });
  // The same page on a phone in the dark, in a session of the same person.
  const twin = async () => {
    const dark = await openPage(browser, { origin, phone: true, dark: true, storageState: await page.context().storageState() });
    await dark.goto(page.url());
    await expectGood(dark);
    await done(dark);
  };

  await page.goto(links['provider-management']);
  await expectGood(page);
  await page.locator('main button').click();
  await page.waitForURL(/\/start$/);
  await expectGood(page);
  await twin();
  const task = main(page).locator('li').filter({ hasText: 'Svenska för invandrare' }).filter({ hasText: 'Ej påbörjad' });
  await task.getByRole('link', { name: /^Avvikelserapportering målvärden/ }).click();
  await page.waitForURL(/\/uppgift\/[0-9a-f-]+$/);
  assert.match(await main(page).innerText(), /2 december 2024/, 'it is still in time');
  await expectGood(page);
  await twin();
  await button(page, 'Signera: inte några avvikelser').click();
  await page.waitForURL(/\/kvitto\//);
  const receipt = await main(page).innerText();
  assert.match(receipt, /Inte några avvikelser/);
  assert.match(receipt, /25 november 2024/);
  await expectGood(page);
  await twin();
  assert.ok(shown.length <= 4, `four pages at most, not ${shown.length}: ${shown.join(', ')}`);
  await done(page);
});

test('management signs in, reads and signs with the keyboard alone', async () => {
  const page = await openPage(browser, { origin });
  await page.goto(links['provider-management']);
  await tabTo(page, 'main button', { press: 'Enter' });
  await page.waitForURL(/\/start$/);
  const waiting = page.getByRole('region', { name: 'Väntar på dig' }).locator('li').filter({ hasText: 'Väntar på signering' });
  const address = await waiting.first().getByRole('link').getAttribute('href');
  await tabTo(page, `main a[href="${address}"]`, { press: 'Enter' });
  await page.waitForURL(/\/uppgift\/[0-9a-f-]+$/);
  await tabTo(page, 'a[href$="/kontrollera"]', { press: 'Enter' });
  await page.waitForURL(/\/kontrollera$/);
  await tabTo(page, 'form[action*="/signera/"] button', { press: 'Enter' });
  await page.waitForURL(/\/kvitto\//);
  await expectGood(page);
  await done(page);
});

test('an editor saves a draft with the keyboard alone', async () => {
  const page = await signIn('provider-editor');
  await openTask(page, 'Klagomål', 'Nordflod Omsorg');
  await tabTo(page, 'a[href$="/fyll-i"]', { press: 'Enter' });
  await page.waitForURL(/\/fyll-i$/);
  await tabTo(page, '[name="statement.comment"]');
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('Färre klagomål än i våras.');
  await tabTo(page, 'button[name="spara"]', { press: 'Enter' });
  await page.waitForLoadState('load');
  await page.getByText('Utkastet är sparat').first().waitFor();
  await page.reload();
  assert.match(await page.content(), /Färre klagomål än i våras\./);
  await done(page);
});

/** The words in the language, by their names, as the program has them. */
async function wordsOf(tag) {
  const text = await readFile(new URL(`../crates/app/lang/${tag}.ftl`, import.meta.url), 'utf8');
  const words = Object.fromEntries([...text.matchAll(/^([a-z0-9-]+) = (.+)$/gm)].map(([, name, said]) => [name, said]));
  return (name) => {
    assert.ok(words[name], `${tag} has words for ${name}`);
    return words[name];
  };
}

/** The address on the wall of a unit that one authority alone has. */
const WALL = '/skola/99000107';

/** From a school's wall to the receipt in Arabic, on a phone without JavaScript; gives the page, the code and how many pages it took. */
async function sayInArabic(text) {
  const say = await wordsOf('ar');
  const page = await openPage(browser, { origin, phone: true, script: false });
  page.setDefaultTimeout(20_000);
  const good = async () => {
    assert.equal(await page.locator('html').getAttribute('dir'), 'rtl');
    await expectGood(page, { script: false });
  };
  await page.goto(origin + WALL);
  await page.getByRole('link', { name: 'العربية' }).click();
  await page.waitForURL(/\/synpunkt\/ar\?skola=/);
  await good();
  await button(page, say('start-begin')).click();
  await page.waitForURL(/\/synpunkt\/ar\/vad$/);
  await good();
  await page.getByLabel(say('what-kind-complaint')).check();
  await page.getByLabel(say('what-text')).fill(text);
  await button(page, say('next'), { exact: true }).click();
  await page.waitForURL(/\/synpunkt\/ar\/vem$/);
  await good();
  return { page, say, good };
}

test('a complaint is made in Arabic from the wall of a school, on a phone without JavaScript, and opened with its code', async () => {
  const said = 'لا أحد يجيب على أسئلتي منذ أسبوعين.';
  const { page, say, good } = await sayInArabic(said);
  // Going back, and loading the page again, ask for nothing to be sent once more.
  await page.goBack();
  await page.waitForURL(/\/synpunkt\/ar\/vad$/);
  assert.equal(await page.getByLabel(say('what-text')).inputValue(), said);
  await page.reload();
  assert.equal(await page.getByLabel(say('what-text')).inputValue(), said);
  // Another language and back keep what stands on the page and has not been sent.
  await page.getByLabel(say('what-text')).fill(`${said} لا أحد.`);
  await page.locator('.tongues summary').click();
  await page.getByRole('button', { name: 'English' }).click();
  await page.waitForURL(/\/synpunkt\/en\/vad$/);
  assert.equal(await page.locator('textarea[name=text]').inputValue(), `${said} لا أحد.`);
  await expectGood(page, { script: false });
  await page.locator('.tongues summary').click();
  await page.getByRole('button', { name: 'العربية' }).click();
  await page.waitForURL(/\/synpunkt\/ar\/vad$/);
  await button(page, say('next'), { exact: true }).click();
  await page.getByLabel(say('school-no'), { exact: true }).first().check();
  await button(page, say('next'), { exact: true }).click();
  await page.waitForURL(/\/synpunkt\/ar\/las$/);
  await good();
  assert.match(await main(page).innerText(), new RegExp(`${said} لا أحد`));
  await button(page, say('check-send')).click();
  await page.waitForURL(/\/synpunkt\/ar\/kvitto$/);
  await good();
  const code = (await page.locator('.receipt .code').innerText()).trim();
  assert.match(code, /^([346789CDFHJKMNPQRTVWXY]{4}-){4}[346789CDFHJKMNPQRTVWXY]{4}$/);
  // Going back after it is sent leads to the receipt, never to a form that would send it again.
  await page.goBack();
  await page.waitForURL(/\/synpunkt\/ar\/kvitto$/);
  await button(page, say('sent-done')).click();
  await page.waitForURL(/\/arende\/ar$/);
  await good();
  await page.goBack();
  await page.waitForURL(/\/arende\/ar$/);
  assert.ok(!(await page.content()).includes(code), 'whoever comes next does not find the code');
  await done(page);

  // On another phone, as somebody writes it by hand.
  const other = await openPage(browser, { origin, phone: true, script: false });
  other.setDefaultTimeout(20_000);
  await other.goto(`${origin}/arende/ar`);
  await other.getByLabel(say('code-label'), { exact: true }).fill(code.toLowerCase().replaceAll('-', ' '));
  await button(other, say('code-open')).click();
  await other.waitForURL(/\/arende\/ar\/las$/);
  await expectGood(other, { script: false });
  assert.match(await main(other).innerText(), new RegExp(said));
  await other.locator('summary', { hasText: say('case-write') }).first().click();
  await other.locator('form[action$="/skriv"] textarea').fill('شكراً.');
  await other.locator('form[action$="/skriv"] button').click();
  await other.waitForURL(/\/arende\/ar\/las$/);
  assert.match(await main(other).innerText(), /شكراً/);
  await done(other);
});

for (const script of [true, false]) {
  test(`leaving quickly leaves nothing behind ${script ? 'with' : 'without'} JavaScript`, async () => {
    const page = await openPage(browser, { origin, phone: true, script });
    page.setDefaultTimeout(20_000);
    await page.context().route('https://www.smhi.se/**', (route) => route.fulfill({ contentType: 'text/html', body: '<h1>Sol</h1>' }));
    await page.goto(`${origin}${WALL}`);
    await button(page, 'Börja').click();
    await page.locator('input[name=slag][value=complaint]').check();
    await page.getByLabel('Berätta med egna ord').fill('Min lärare skriker åt mig.');
    await button(page, 'Nästa', { exact: true }).click();
    await page.waitForURL(/\/synpunkt\/sv\/vem$/);
    assert.equal((await page.context().cookies(origin)).length, 1);
    await link(page, 'Lämna sidan snabbt').click();
    await page.waitForURL('https://www.smhi.se/');
    assert.deepEqual(await page.context().cookies(origin), []);
    // Whoever presses "back" finds a page with nothing in it.
    await page.goBack();
    await page.waitForURL((url) => url.origin === origin);
    assert.ok(!(await page.content()).includes('skriker'), await page.content());
    await page.goto(`${origin}/synpunkt/sv/vad`);
    assert.ok(!(await page.content()).includes('skriker'));
    page.complaints = page.complaints.filter((complaint) => !/left its origin: https:\/\/www\.smhi\.se\/$/.test(complaint));
    await done(page);
  });
}

/** The addresses of the navigation, and of the tabs on the page where one lands; pages of a long list are one page. */
const menu = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('nav[aria-label] a[href], header a[href], footer a[href]')]
      .filter((one) => one.closest('nav')?.getAttribute('aria-label') !== 'Sidor')
      .map((one) => one.getAttribute('href'))
      .filter((href) => href.startsWith('/')),
  );

// Pages that are the same for everybody are looked at once.
const same = new Set();
const SAME_FOR_ALL = ['/hjalp', '/tillganglighet'];

for (const role of ROLES) {
  test(`every page in the navigation of the ${role} is good to everybody, in light and in dark, wide and narrow`, async () => {
    const light = await signIn(role);
    const dark = await openPage(browser, { origin, phone: true, dark: true, storageState: await light.context().storageState() });
    const pages = [...new Set([new URL(light.url()).pathname, ...(await menu(light))])].filter((path) => !same.has(path));
    assert.ok(pages.length > 1, 'the navigation leads somewhere');
    for (const path of pages) {
      if (SAME_FOR_ALL.includes(path)) same.add(path);
      for (const page of [light, dark]) {
        const answer = await page.goto(origin + path);
        assert.equal(answer.status(), 200, path);
        await expectGood(page);
      }
    }
    await done(light);
    await done(dark);
  });
}

test('an officer asks for study plans by links, somebody without an account sends one in once, and the auditor draws the sample again', async () => {
  const officer = await signIn('quality-officer');
  await link(officer, 'Stickprov').first().click();
  await link(officer, /Studieplaner hösten 2024/).click();
  await expectGood(officer);
  await main(officer).getByText('Be skolan om studieplanerna').click();
  await button(officer, /Gör engångslänkar/).click();
  const address = await main(officer).locator('code', { hasText: '/studieplan/' }).first().innerText();

  const school = await openPage(browser, { phone: true, script: false, origin });
  const path = new URL(address.trim()).pathname;
  await school.goto(origin + path);
  await expectGood(school, { script: false });
  await button(school, 'Visa vad som ska lämnas').click();
  assert.doesNotMatch(await main(school).innerText(), /Betyg/);
  await expectGood(school, { script: false });
  const dot = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
  const plan = { name: 'plan.png', mimeType: 'image/png', buffer: Buffer.from(dot, 'base64') };
  await school.locator('input[type="file"]').setInputFiles(plan);
  await button(school, 'Lämna studieplanen').click();
  assert.match(await main(school).innerText(), /Tack/);
  await school.goto(origin + path);
  await button(school, 'Visa vad som ska lämnas').click();
  assert.match(await main(school).innerText(), /Länken gäller inte/);
  await done(school);

  await officer.goto(`${origin}/h/eklunda/stickprov`);
  await link(officer, /Studieplaner våren 2024/).click();
  assert.match(await main(officer).innerText(), /Cohens kappa/);
  expectPdf(await fetched(officer, link(officer, 'Hämta som PDF')));
  await expectGood(officer);
  await link(officer, 'Fall 4').click();
  await expectGood(officer);
  await done(officer);

  const auditor = await signIn('auditor');
  await link(auditor, 'Granskning').first().click();
  await link(auditor, 'Stickprov', { exact: true }).click();
  await link(auditor, /Studieplaner våren 2024/).click();
  await link(auditor, 'Dra om och jämför').click();
  assert.match(await main(auditor).innerText(), /Samma 12 fall kom/);
  await auditor.getByLabel('Frö').fill('0'.repeat(64));
  await button(auditor, 'Dra om').click();
  assert.match(await main(auditor).innerText(), /Det blev andra fall/);
  await expectGood(auditor);
  await done(auditor);
});
