// Journeys of what students and others say of a school, and of what school and authority do with it. They go through the demo
// of journeys.test.mjs, which takes them in.

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { browser, button, done, expectGood, expectPdf, fetched, link, main, openPage, origin, panel, signIn, tertial } from './lib.mjs';

/** Somebody without an account. */
async function stranger(options = {}) {
  const page = await openPage(browser, { origin, ...options });
  page.setDefaultTimeout(20_000);
  return page;
}

/** To the side's list of cases, by the address of its authority. */
async function openCases(page, list, slug = 'eklunda') {
  await page.goto(`${origin}/h/${slug}/${list}`);
  await page.getByRole('heading', { level: 1, name: 'Klagomål och synpunkter' }).waitFor();
}

test('the poster of a school and the link after a course lead to a form in which the school is chosen', async () => {
  const rektor = await signIn('rektor');
  await openCases(rektor, 'arenden');
  await link(rektor, 'Affischer och länkar').click();
  await rektor.waitForURL(/\/anslag$/);
  await expectGood(rektor);
  const row = main(rektor).locator('tbody tr').filter({ hasText: 'Nordflod Hamngatan' });
  const afterCourse = (await row.locator('.wall-link').innerText()).trim();
  await row.getByRole('link', { name: /^Visa och skriv ut/ }).click();
  await rektor.waitForURL(/\/anslag\/[0-9a-f-]+$/);
  await expectGood(rektor);
  const address = (await rektor.locator('.wall-address').innerText()).trim();
  assert.ok(address.startsWith(`${origin}/skola/`), address);
  const code = rektor.locator('.wall-code');
  assert.ok((await code.getAttribute('aria-label')).endsWith(address), 'the code and the line under it say the same');
  assert.equal(await code.locator('svg').count(), 1);
  expectPdf(await fetched(rektor, link(rektor, 'Hämta som PDF')));
  await done(rektor);

  const student = await stranger({ phone: true, script: false });
  await student.goto(address);
  await expectGood(student, { script: false });
  assert.match(await student.locator('.chosen').innerText(), /Nordflod Hamngatan/);
  await button(student, 'Börja').click();
  await student.waitForURL(/\/synpunkt\/sv\/vad$/);
  assert.match(await main(student).innerText(), /Nordflod Hamngatan/);
  await student.goto(afterCourse);
  assert.match(await student.locator('.chosen').innerText(), /Nordflod Hamngatan/);
  await expectGood(student, { script: false });
  await button(student, 'Börja').click();
  await student.waitForURL(/\/synpunkt\/sv\/vad$/);
  assert.ok(await student.locator('input[name=slag][value=view]').isChecked(), 'after a course a view is asked for');
  await done(student);
});

test('a unit finds a theme in what is said, plans a measure and says that it is done', async () => {
  const rektor = await signIn('rektor');
  await openCases(rektor, 'arenden');
  await link(rektor, 'Analysera vad som sägs om enheten').click();
  await rektor.waitForURL(/\/arenden\/analys$/);
  await expectGood(rektor);
  await link(rektor, 'Skriv ett tema').click();
  await rektor.waitForURL(/\/analys\/nytt/);
  await expectGood(rektor);
  await rektor.getByLabel('Vad är temat?').fill('Frågor om scheman får inget svar');
  await rektor.getByLabel('Varför händer det?').fill('Ingen har ansvar för schemafrågor efter klockan 16.');
  await rektor.getByLabel('Bemötande').check();
  await button(rektor, 'Spara temat').click();
  await rektor.waitForURL(/\/analys\/tema\/[0-9a-f-]+$/);
  await expectGood(rektor);
  const plan = await panel(rektor, 'Planera en åtgärd');
  await plan.getByLabel('Vad ska göras?').fill('En jour för schemafrågor till klockan 18');
  await plan.getByLabel('Vem ansvarar?').fill('Studieadministratören');
  await plan.getByLabel('Klar senast').fill('2024-12-20');
  await plan.getByRole('button', { name: 'Spara åtgärden' }).click();
  const measure = main(rektor).locator('section').filter({ hasText: 'Åtgärd 1: En jour för schemafrågor' });
  await measure.getByText('20 december 2024').waitFor();
  const closing = await panel(rektor, 'Den är gjord');
  await closing.getByLabel('Vad gjordes?').fill('Jouren är bemannad från och med i dag.');
  await closing.getByRole('button', { name: 'Spara att den är gjord' }).click();
  await measure.getByText('Jouren är bemannad').waitFor();
  assert.match(await measure.innerText(), /Gjordes[\s\S]*25 november 2024/);
  await expectGood(rektor);
  await done(rektor);
});

test('a complaint to the wrong municipality is handed over, and the code opens it there', async () => {
  const student = await stranger({ phone: true });
  await student.goto(`${origin}/synpunkt/sv`);
  await button(student, 'Börja').click();
  await student.waitForURL(/\/synpunkt\/sv\/var$/);
  await expectGood(student);
  await student.getByLabel('Eklunda stad').check();
  await student.getByLabel('Skola', { exact: true }).fill('Skogsgläntan');
  await button(student, 'Sök').click();
  await student.getByLabel('Min skola finns inte i listan').check();
  await student.getByLabel('Vad heter skolan, och var ligger den?').fill('Kvällsskolan vid stationen i Björkfors');
  await button(student, 'Nästa', { exact: true }).click();
  await student.waitForURL(/\/synpunkt\/sv\/vad$/);
  await student.locator('input[name=slag][value=complaint]').check();
  const said = 'Datasalen är låst när vi ska skriva prov.';
  await student.getByLabel('Berätta med egna ord').fill(said);
  await button(student, 'Nästa', { exact: true }).click();
  await student.waitForURL(/\/synpunkt\/sv\/vem$/);
  await student.locator('input[name=kanner-till][value=no]').check();
  await button(student, 'Nästa', { exact: true }).click();
  await student.waitForURL(/\/synpunkt\/sv\/las$/);
  await button(student, 'Skicka').click();
  await student.waitForURL(/\/synpunkt\/sv\/kvitto$/);
  const code = (await student.locator('.receipt .code').innerText()).trim();
  await done(student);

  const officer = await signIn('quality-officer');
  await openCases(officer, 'klagomal');
  await expectGood(officer);
  await main(officer).locator('tbody tr').filter({ hasText: 'Skolan är inte angiven' }).first().getByRole('link').first().click();
  await officer.waitForURL(/\/klagomal\/[0-9a-f-]+$/);
  assert.ok((await main(officer).innerText()).includes(said));
  await expectGood(officer);
  const over = await panel(officer, 'Lämna till en annan kommun');
  await over.getByLabel('Vilken kommun hör studierna till?').selectOption({ label: 'Björkfors kommun' });
  await over.getByLabel('Motivering').fill('Skolan ligger i Björkfors, och studierna betalas av Björkfors kommun.');
  await over.getByRole('button').last().click();
  await officer.getByText('Ärendet är lämnat till en annan kommun').first().waitFor();
  await done(officer);

  const again = await stranger({ phone: true });
  // The work that carries it over is done within moments.
  for (let left = 40; ; left -= 1) {
    await again.goto(`${origin}/arende/sv`);
    await again.getByLabel('Kod', { exact: true }).fill(code);
    await button(again, 'Öppna', { exact: true }).click();
    await again.waitForURL(/\/arende\/sv\/las$/);
    if (/tog över ditt ärende från Eklunda stad/.test(await main(again).innerText())) break;
    assert.ok(left > 0, `the case is not in the other municipality:\n${await main(again).innerText()}`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  assert.ok((await main(again).innerText()).includes(said));
  await expectGood(again);
  await done(again);

  const other = await signIn('second-officer');
  await openCases(other, 'klagomal', 'bjorkfors');
  await main(other).locator('tbody tr').filter({ hasText: 'Skolan är inte angiven' }).first().getByRole('link').first().click();
  await other.waitForURL(/\/klagomal\/[0-9a-f-]+$/);
  assert.ok((await main(other).innerText()).includes(said));
  await done(other);
});

test('a masked copy is handed out by a link that opens once', async () => {
  const officer = await signIn('quality-officer');
  await openCases(officer, 'klagomal');
  // What has been handed on by its student is the authority's to read.
  await main(officer).locator('tbody tr').filter({ hasText: 'Språkälven Kvarnholmen' }).first().getByRole('link').first().click();
  await officer.waitForURL(/\/klagomal\/[0-9a-f-]+$/);
  assert.match(await main(officer).innerText(), /dyslexi/);
  await link(officer, 'Lämna ut ärendet').click();
  await officer.waitForURL(/\/utlamna$/);
  await expectGood(officer);
  await main(officer).locator('input[name=profil]').last().check();
  await officer.getByLabel('Mottagare').fill('Allmänheten');
  await officer.getByLabel('Ändamål').fill('Begäran den 25 november');
  await button(officer, 'Läs igenom och maska').click();
  await officer.getByRole('heading', { name: 'Så blir kopian' }).waitFor();
  await expectGood(officer);
  await officer.getByLabel('Ord som maskas överallt').fill('dyslexi\nSamir');
  await button(officer, 'Visa hur det blir').click();
  const card = officer.locator('main .card');
  await card.getByText('█').first().waitFor();
  assert.doesNotMatch(await card.innerText(), /dyslexi|Samir/);
  await button(officer, 'Gör kopian').click();
  await officer.waitForURL(/\/utlamna\/\d+$/);
  await expectGood(officer);
  await button(officer, 'Gör en länk').click();
  await officer.getByText('Länken visas bara nu').waitFor();
  const address = (await officer.locator('code.nowrap-off').innerText()).trim();
  await done(officer);

  const recipient = await stranger();
  await recipient.goto(address);
  await expectGood(recipient);
  await button(recipient, 'Öppna handlingen').click();
  await recipient.getByText('Begäran den 25 november').waitFor();
  await expectGood(recipient);
  const text = await main(recipient).innerText();
  assert.match(text, /█/);
  assert.match(text, /uppläst text/);
  assert.doesNotMatch(text, /dyslexi|Samir/);
  await done(recipient);

  const late = await stranger();
  await late.goto(address);
  await button(late, 'Öppna handlingen').click();
  await late.getByRole('heading', { name: 'Länken gäller inte' }).waitFor();
  assert.doesNotMatch(await main(late).innerText(), /uppläst text/);
  await expectGood(late);
  await done(late);
});

test("a provider says once what its own system's columns mean and sees what would come in", async () => {
  const editor = await signIn('provider-editor');
  await openCases(editor, 'arenden');
  await link(editor, 'Läs in ur ert eget system').click();
  await editor.waitForURL(/\/arenden\/inlasning$/);
  await expectGood(editor);
  const rows = [
    'Ärendenr;Inkom;Skola;Typ;Kategori;Brist;Ledning;Aktiv;Avslutat;Utfall;Sammanfattning;Namn',
    '24-17;2024-10-02;Nordflod Omsorg;Klagomål;Innehåll;ja;ja;ja;;;Praktiken flyttades utan besked.;Astrid Exempel',
    '24-18;2024-10-09;Nordflod Omsorg;Synpunkt;;;;;2024-10-10;Löst;;Bo Exempel',
  ];
  const file = { name: 'arenden.csv', mimeType: 'text/csv', buffer: Buffer.from(`${rows.join('\r\n')}\r\n`) };
  await editor.locator('input[type=file]').setInputFiles(file);
  await button(editor, 'Se vad filen innehåller').click();
  await editor.getByRole('heading', { name: 'Vad betyder kolumnerna?' }).waitFor();
  assert.equal(await editor.locator('[name=kolumn-mottaget]').inputValue(), 'Inkom', 'what can be guessed is chosen');
  await expectGood(editor);
  await button(editor, 'Spara kopplingarna').click();
  await editor.getByRole('heading', { name: 'Vad som läses in' }).waitFor();
  await expectGood(editor);
  const preview = await main(editor).innerText();
  assert.match(preview, /Läses inte och sparas inte: Namn\./);
  assert.match(preview, /24-17[\s\S]*24-18/);
  assert.doesNotMatch(preview, /Astrid/);
  assert.equal(await button(editor, 'Läs in 2 nya ärenden').count(), 1);
  await button(editor, 'Läs inte in något').click();
  await editor.waitForURL(/\/arenden\/inlasning$/);
  assert.match(await main(editor).innerText(), /Ingen fil är inläst än/);
  await done(editor);
});

test('a provider puts a routine on file and the officer assesses it', async () => {
  const management = await signIn('provider-management');
  await openCases(management, 'arenden');
  await link(management, /^Er rutin för klagomål/).click();
  await management.waitForURL(/\/rutin$/);
  await expectGood(management);
  const filing = await panel(management, 'Lämna en ny rutin');
  await filing.locator('input[name=slag][value=text]').check();
  const text = 'Elever som läser på distans får adressen i sitt välkomstbrev.';
  await filing.getByLabel('Rutinen', { exact: true }).fill(text);
  await button(management, 'Lämna rutinen till kommunen').click();
  await management.getByText('Rutinen är lämnad').first().waitFor();
  await done(management);

  const officer = await signIn('quality-officer');
  await openCases(officer, 'klagomal');
  await link(officer, 'Anordnarnas rutiner för klagomål').click();
  await officer.waitForURL(/\/rutiner$/);
  await expectGood(officer);
  await link(officer, 'Nordflod Vuxenlärande AB').first().click();
  await officer.waitForURL(/\/rutiner\/[0-9a-f-]+$/);
  await expectGood(officer);
  assert.ok((await main(officer).innerText()).includes(text));
  const assessing = await panel(officer, 'Bedöm');
  for (const criterion of ['principerna', 'kand', 'huvudmannen']) {
    await assessing.locator(`input[name=svar-${criterion}][value=yes]`).check();
  }
  await assessing.getByLabel('När ska den gås igenom igen?').fill('2025-11-24');
  await button(officer, 'Spara bedömningen').click();
  await officer.getByText('Bedömningen är sparad').first().waitFor();
  assert.match(await main(officer).innerText(), /24 november 2025/);
  await done(officer);
});

test('a rektor tells the authority of a major deficiency, and the authority reads it at once', async () => {
  const rektor = await signIn('rektor');
  await openCases(rektor, 'arenden');
  await link(rektor, 'Anmäl en allvarlig brist').click();
  await rektor.waitForURL(/\/arenden\/brist$/);
  await expectGood(rektor);
  await rektor.getByLabel('Enhet').selectOption({ label: 'Nordflod Hamngatan' });
  const told = 'Nödutgången i hus B har varit låst under kvällslektionerna i två veckor.';
  await rektor.getByLabel('Vad har hänt?').fill(told);
  await rektor.getByLabel('Vad gör ni åt det?').fill('Låset är bytt i dag.');
  await button(rektor, 'Anmäl till kommunen').click();
  await rektor.waitForURL(/\/arenden\/[0-9a-f-]+$/);
  await rektor.getByText('Kommunen har fått anmälan').first().waitFor();
  await expectGood(rektor);
  await done(rektor);

  const officer = await signIn('quality-officer');
  await openCases(officer, 'klagomal');
  await main(officer).locator('tbody tr').filter({ hasText: 'Allvarlig brist' }).first().getByRole('link').first().click();
  await officer.waitForURL(/\/klagomal\/[0-9a-f-]+$/);
  assert.ok((await main(officer).innerText()).includes(told));
  await done(officer);
});

test('the complaint that the demo names is opened as its student, who says that it is not resolved', async () => {
  const [, code, path] = tertial.output().match(/^ +student {2,}(\S+) .*\n +http:\/\/[^/]+(\/\S+)\n/m);
  const student = await stranger({ phone: true });
  await student.goto(origin + path);
  await student.getByLabel('Kod', { exact: true }).fill(code);
  await button(student, 'Öppna', { exact: true }).click();
  await student.waitForURL(/\/arende\/sv\/las$/);
  assert.match(await main(student).innerText(), /Du har fått ett svar\.[\s\S]*brevlådan vid dörren/);
  await expectGood(student);
  const asked = await panel(student, 'Är det löst?');
  await asked.getByLabel('Nej').check();
  await asked.getByRole('button').click();
  await student.waitForURL(/\/arende\/sv\/las$/);
  await main(student).getByText('sade om det är löst').first().waitFor();
  await done(student);
});
