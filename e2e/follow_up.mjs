// Journeys of what follows when something is found at a provider: deficiencies, measures, terms, the rektors' meeting and what
// the inspectorate decides. They go through the demo of journeys.test.mjs, which takes them in.

import { test } from 'node:test';
import assert from 'node:assert/strict';
import { browser, button, done, expectGood, expectPdf, link, main, openPage, origin, panel, signIn, tabTo } from './lib.mjs';

const at = (path) => `${origin}/h/eklunda/${path}`;

/** The sessions of those whom the administrator has given a way in. */
const sessions = new Map();

/**
 * A page of somebody whom the demo prints no link for: the administrator makes one, and the person chooses a password. Whose start
 * pages other journeys look at are left alone so.
 */
async function signInAs(name, options = {}) {
  if (!sessions.has(name)) {
    const administrator = await signIn('administrator');
    await administrator.goto(at('personer'));
    await main(administrator).getByRole('link', { name }).first().click();
    await button(administrator, /^Gör en/).click();
    const address = await administrator.getByLabel('Länk', { exact: true }).inputValue();
    await done(administrator);
    const person = await openPage(browser, { origin });
    await person.goto(address);
    for (const label of ['Lösenord', 'Samma lösenord en gång till']) await person.getByLabel(label, { exact: true }).fill('fyra små gula båtar');
    await button(person, 'Spara lösenordet och logga in').click();
    await person.waitForURL((url) => !url.pathname.startsWith('/lank/'));
    sessions.set(name, await person.context().storageState());
    await done(person);
  }
  const page = await openPage(browser, { origin, storageState: sessions.get(name), ...options });
  page.setDefaultTimeout(20_000);
  await page.goto(`${origin}/start`);
  return page;
}

/** Presses the button of the form, and waits for what the page says then. */
async function send(page, form, name, said) {
  await form.getByRole('button', { name, exact: true }).click();
  await page.getByText(said).first().waitFor();
}

/** What is fetched at the link, with what it is said to be. */
async function fetchedAs(page, link, type) {
  const answer = await page.context().request.get(new URL(await link.getAttribute('href'), page.url()).href);
  assert.equal(answer.status(), 200, answer.url());
  assert.ok(answer.headers()['content-type'].startsWith(type), answer.headers()['content-type']);
  const bytes = await answer.body();
  assert.ok(bytes.length > 0, answer.url());
  return bytes;
}

/** A picture of one dot. */
const DOT = {
  name: 'belagg.png',
  mimeType: 'image/png',
  buffer: Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64'),
};

/** A PDF of one page with the line. */
function pdf(line) {
  const content = `BT /F1 12 Tf 72 720 Td (${line}) Tj ET`;
  const parts = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
  ];
  let text = '%PDF-1.4\n';
  const places = parts.map((part, index) => {
    const place = text.length;
    text += `${index + 1} 0 obj\n${part}\nendobj\n`;
    return `${String(place).padStart(10, '0')} 00000 n \n`;
  });
  const start = text.length;
  text += `xref\n0 ${parts.length + 1}\n0000000000 65535 f \n${places.join('')}trailer\n<< /Size ${parts.length + 1} /Root 1 0 R >>\n`;
  return Buffer.from(`${text}startxref\n${start}\n%%EOF\n`, 'latin1');
}

test('what a visit and a figure show become deficiencies, in the words that stand there already', async () => {
  const officer = await signIn('quality-officer');
  await officer.goto(at('besok/ar/2024'));
  await main(officer).getByRole('link', { name: /19 mars 2024/ }).click();
  await officer.waitForURL(/\/besok\/[0-9a-f-]{36}$/);
  const visit = officer.url();
  const found = await panel(officer, 'Gör till brist');
  assert.match(await found.getByLabel('Vad brister?').inputValue(), /Sal 14 på Hamngatan/);
  await found.getByLabel('Mindre').check();
  await expectGood(officer);
  await send(officer, found, 'Lägg in bristen', 'Bristen är inlagd');
  await officer.waitForURL(/\/brist\/[0-9a-f-]{36}$/);
  await expectGood(officer);
  assert.match(await main(officer).innerText(), /Anordnaren har inte fått veta om bristen än/);
  const number = (await main(officer).innerText()).match(/Brist \d+/)[0];
  await main(officer).getByRole('link', { name: 'Verksamhetsbesök' }).click();
  await officer.waitForURL(visit);
  await link(officer, number).waitFor();

  await officer.goto(at('resultat/avbrott?ar=2024&uppdelning=anordnare'));
  const whole = main(officer).locator('details').filter({ has: officer.locator('a[href*="/resultat/anordnare/"]') });
  await whole.locator('summary').click();
  await whole.getByRole('link', { name: 'Stålnavet Yrkesvux AB' }).click();
  await main(officer).getByRole('link', { name: 'Gör till brist' }).first().click();
  await officer.waitForURL(/\/brister\/ny\?/);
  await expectGood(officer);
  assert.equal(await officer.getByLabel('Anordnare', { exact: true }).locator('option:checked').innerText(), 'Stålnavet Yrkesvux AB');
  assert.match(await officer.getByLabel('Vad brister?').inputValue(), /når inte målvärdet/);
  await officer.getByLabel('Kvalitet och resultat').check();
  await button(officer, 'Lägg in bristen').click();
  await officer.locator('.error-summary').getByText('Välj ett av alternativen').waitFor();
  await expectGood(officer);
  await officer.getByLabel('Större').check();
  await send(officer, main(officer), 'Lägg in bristen', 'Bristen är inlagd');
  await link(officer, 'Resultat', { exact: true }).first().waitFor();
  await done(officer);
});

test('a rektor plans and does on a phone what a deficiency asks for, and it is closed only when it is evaluated', async () => {
  const officer = await signIn('quality-officer');
  await officer.goto(at('brister'));
  await expectGood(officer);
  await link(officer, 'Lägg in en brist').click();
  await officer.waitForURL(/\/brister\/ny$/);
  await expectGood(officer);
  const title = 'Bageriet saknar handledare på fredagar';
  await officer.getByLabel('Anordnare', { exact: true }).selectOption({ label: 'Tallgläntans Folkbildning ekonomisk förening' });
  await officer.getByLabel('Enhet', { exact: true }).selectOption({ label: 'Tallgläntan Bageri, Tallgläntans Folkbildning ekonomisk förening' });
  await officer.getByLabel('Vad kallas bristen?').fill(title);
  await officer.getByLabel('Vad brister?').fill('Under åtta fredagar i höst har ingen lett undervisningen i bageriet.');
  await officer.getByLabel('Kvalitet och resultat').check();
  await officer.getByLabel('Allvarlig').check();
  await send(officer, main(officer), 'Lägg in bristen', 'Bristen är inlagd');
  const deficiency = officer.url();

  const figure = await panel(officer, 'Välj mått på effekten');
  await figure.getByLabel('Mått', { exact: true }).selectOption({ label: 'Ett eget mått' });
  await figure.getByLabel(/^Eget mått/).fill('Fredagar med handledare, procent');
  await figure.getByLabel('Högre är bättre').check();
  await figure.getByLabel('Värde nu, vid starten').fill('20');
  await figure.getByLabel('Vad ska det bli?').fill('100');
  await send(officer, figure, 'Välj mått på effekten', 'Måttet är valt');
  const asked = await panel(officer, 'Begär handlingsplan');
  await asked.getByLabel('Senast').fill('2024-12-09');
  await asked.getByLabel('Vad begärs?').fill('Skriv hur varje fredag får en handledare.');
  await send(officer, asked, 'Begär handlingsplan', 'Anordnaren ser bristen nu');
  await expectGood(officer);

  const rektor = await signInAs('Nils-Arne Granbäcken', { phone: true });
  await main(rektor).getByRole('link', { name: /^1 väntar på er, senast/ }).click();
  await rektor.waitForURL(/\/brister-hos-oss$/);
  await expectGood(rektor);
  await link(rektor, title).click();
  await rektor.waitForURL(/\/brister-hos-oss\/[0-9a-f-]{36}$/);
  await expectGood(rektor);
  const measure = await panel(rektor, 'Lägg till åtgärd');
  await measure.getByLabel('Vad ska göras?').fill('En handledare anställs på deltid.');
  await measure.getByLabel('Vem ansvarar?').fill('Rektor');
  await measure.getByLabel('Klart senast').fill('2024-12-20');
  await measure.getByLabel('Vad väntas åtgärden leda till?').fill('Varje fredag har en handledare.');
  await send(rektor, measure, 'Spara åtgärden', 'Åtgärden är sparad');
  await send(rektor, await panel(rektor, 'Lämna in handlingsplanen'), 'Lämna in handlingsplanen', 'Handlingsplanen är inlämnad');
  await expectGood(rektor);

  await officer.reload();
  const taking = await panel(officer, 'Godta handlingsplanen');
  await taking.getByLabel('När ska effekten utvärderas?').fill('2025-01-31');
  await send(officer, taking, 'Godta handlingsplanen', 'Handlingsplanen är godtagen');
  // What comes before is not offered to be passed by, and the page says what is missing; whoever sends it all the same is told.
  assert.match(await main(officer).innerText(), /Bristen kan inte utvärderas utan minst ett/);
  assert.equal(await button(officer, 'Avsluta bristen').count(), 0);
  const seen = await main(officer).locator('input[name=sedd]').first().inputValue();
  const early = async (step, form) => {
    const answer = await officer.context().request.post(`${deficiency}/${step}`, { form: { sedd: seen, ...form }, headers: { origin } });
    assert.equal(answer.status(), 409);
    return answer.text();
  };
  assert.match(await early('avsluta', { 'avsluta-text': 'Klart.' }), /Effekten är inte utvärderad\. Utvärdera den först/);
  const verdict = { 'utvardera-effekt': 'yes', 'utvardera-allvar': 'minor', 'utvardera-text': 'Klart.' };
  assert.match(await early('utvardera', verdict), /Inget belägg visar hur det är nu\. Lägg till minst ett/);

  await rektor.reload();
  const going = await panel(rektor, 'Skriv hur det går');
  await going.getByLabel('Hur går det?').fill('Avtalet är skrivet, hon börjar i dag.');
  await send(rektor, going, 'Skriv hur det går', 'Läget är sparat');
  const shows = await panel(rektor, 'Lägg till belägg');
  await shows.getByLabel('Vad visar det?').fill('Schemat för fredagarna till jul.');
  await shows.locator('input[type=file]').setInputFiles(DOT);
  await send(rektor, shows, 'Lägg till belägg', 'Belägget är sparat');
  await send(rektor, await panel(rektor, 'Åtgärden är genomförd'), 'Åtgärden är genomförd', 'Åtgärden är genomförd.');
  await expectGood(rektor);

  await officer.reload();
  const fetchedDot = await fetchedAs(officer, link(officer, /^belagg\.png/), 'image/png');
  assert.equal(fetchedDot.subarray(1, 4).toString('latin1'), 'PNG');
  const now = await panel(officer, /^Skriv dagens värde/);
  await now.getByLabel('Värde', { exact: true }).fill('100');
  await send(officer, now, 'Skriv dagens värde', 'Målet är nått');
  const evaluating = await panel(officer, 'Utvärdera effekten');
  await evaluating.getByLabel('Bristen är avhjälpt').check();
  await evaluating.getByLabel('Mindre').check();
  await evaluating.getByLabel('Vad visar utvärderingen?').fill('Alla fredagar till jul har handledare.');
  await send(officer, evaluating, 'Utvärdera effekten', 'Utvärderingen är sparad');
  await expectGood(officer);
  const closing = await panel(officer, 'Avsluta bristen');
  await closing.getByRole('button').click();
  await officer.locator('.error-summary').getByText('Skriv varför').waitFor();
  await closing.getByLabel('Varför avslutas den?').fill('Måttet är nått.');
  await send(officer, closing, 'Avsluta bristen', 'Bristen är avslutad.');
  await expectGood(officer);
  await done(officer);
  await rektor.reload();
  await main(rektor).getByText('Bristen är avslutad').first().waitFor();
  await expectGood(rektor);
  await done(rektor);
});

/** The section of the term on the page. */
const termBox = (page, title) => main(page).locator('section.box').filter({ has: page.getByRole('heading', { level: 3, name: title }) });

/** Says at the authority that the provider does not follow the term, with what shows it. */
async function assess(page, provider, title, why) {
  await page.goto(at('villkorsuppfoljning'));
  await link(page, provider).click();
  await page.waitForURL(/\/villkorsuppfoljning\/[0-9a-f-]{36}$/);
  const form = await panel(page, 'Bedöm villkoret', termBox(page, title));
  await form.getByLabel('Inte uppfyllt').check();
  await form.getByLabel('Vad vilar bedömningen på?').fill(why);
  await form.getByLabel('Vilken dag gäller det?').fill('2024-11-20');
  await form.locator('input[type=file]').setInputFiles(DOT);
  await send(page, form, 'Spara', 'Bedömningen är sparad');
}

/** Makes a deficiency of the term that is not followed; gives its address. */
async function toDeficiency(page, title, severity) {
  const form = await panel(page, 'Gör till brist', termBox(page, title));
  await form.getByLabel(severity).check();
  await send(page, form, 'Lägg in bristen', 'Bristen är inlagd');
  return page.url();
}

test('a breached term leads to a step of the ladder, decided with reasons, on paper, and lifted', async () => {
  const owner = await signIn('process-owner');
  const provider = 'Kvistvägen Distansstudier AB';
  // The ladder of the contracts gets a step more: a new version.
  await owner.goto(at('brister/stegar'));
  await expectGood(owner);
  await link(owner, 'Ändra upphandlade avtal').click();
  await owner.waitForURL(/\/stegar\/upphandlade-avtal$/);
  const step = await panel(owner, 'Nytt steg 3');
  await step.getByLabel('Vad heter steget?').fill('Hävning');
  await step.getByLabel('Sort').selectOption({ label: 'Hävning av avtalet' });
  await step.getByLabel('Vite').check();
  await expectGood(owner);
  await button(owner, 'Spara stegen').click();
  await owner.locator('.error-summary').getByText('Skriv vem som beslutar').waitFor();
  await expectGood(owner);
  await (await panel(owner, 'Steg 3: Hävning')).getByLabel('Vem beslutar?').fill('Vuxenutbildningsnämnden');
  await send(owner, main(owner), 'Spara stegen', 'Stegen är sparad');
  assert.match(await main(owner).innerText(), /Hävning\s+Beslutas av Vuxenutbildningsnämnden, efter Vite/);

  // An officer finds the breach, and neither decides of measures nor lists students.
  const officer = await signIn('quality-officer');
  const term = 'Rutin för klagomål';
  await assess(officer, provider, term, 'Skolan har ingen rutin, trots tre påminnelser.');
  const deficiency = await toDeficiency(officer, term, 'Allvarlig');
  assert.equal(await officer.getByText('Förbered nästa steg').count(), 0);
  await officer.goto(at('brister'));
  assert.equal(await link(officer, 'Elever för överflyttning').count(), 0);
  for (const path of ['brister/overflyttning', 'brister/stegar/upphandlade-avtal']) {
    assert.equal((await officer.context().request.get(at(path))).status(), 404, path);
  }
  await done(officer);

  await owner.goto(deficiency);
  const next = await panel(owner, 'Förbered nästa steg');
  await next.getByLabel('Hävning').check();
  assert.match(await next.innerText(), /Saknas: steget ”Vite”/);
  await next.getByLabel('Skäl').fill('Villkoret om rutin är brutet sedan i januari.');
  await next.getByRole('button').click();
  await owner.locator('.error-summary').getByText(/Före steget saknas steget ”Vite”/).waitFor();
  await expectGood(owner);
  await next.getByLabel('Varför tas steget trots att något saknas?').fill('Vite hinner inte före läsårets slut.');
  await send(owner, next, 'Förbered nästa steg', 'Steget är förberett');

  const rektor = await signInAs('Ingela Kvistberg', { phone: true });
  await main(rektor).getByRole('link', { name: /^1 väntar på er/ }).click();
  await link(rektor, term).click();
  await expectGood(rektor);
  const says = await panel(rektor, 'Yttra dig');
  await says.getByLabel('Yttrande').fill('Rutinen skrevs i går.');
  await send(rektor, says, 'Yttra dig', 'Yttrandet är lämnat');

  await owner.reload();
  const decision = await panel(owner, 'Registrera beslutet');
  assert.match(await decision.getByLabel('Skäl').inputValue(), /brutet sedan i januari/);
  await decision.getByLabel('Beslutets diarienummer').fill('VUX 2024/412');
  await send(owner, decision, 'Registrera beslutet', 'Beslutet är registrerat');
  await expectGood(owner);
  await rektor.reload();
  for (const page of [owner, rektor]) {
    expectPdf(await fetchedAs(page, link(page, 'Beslutet som PDF'), 'application/pdf'));
    const word = await fetchedAs(page, link(page, 'Beslutet i Word'), 'application/vnd.openxmlformats-officedocument.wordprocessingml.document');
    assert.equal(word.subarray(0, 2).toString('latin1'), 'PK');
  }
  assert.match(await main(rektor).innerText(), /Beslutad[\s\S]*VUX 2024\/412[\s\S]*brutet sedan i januari/);
  await expectGood(rektor);
  await done(rektor);

  const list = await owner.context().newPage();
  await list.goto(at('brister'));
  await link(list, 'Elever för överflyttning').click();
  await list.waitForURL(/\/overflyttning$/);
  await expectGood(list);
  await link(list, provider).click();
  await list.waitForURL(/\/overflyttning\/[0-9a-f-]{36}$/);
  assert.match(await main(list).innerText(), /elever har pågående kurser\. Hävning 25 november 2024/);
  await expectGood(list);
  await fetchedAs(list, link(list, 'Hämta som csv'), 'text/csv');

  const lifting = await panel(owner, 'Upphäv beslutet');
  await lifting.getByLabel('Varför?').fill('Rutinen finns nu.');
  await send(owner, lifting, 'Upphäv beslutet', 'Beslutet är upphävt');
  await expectGood(owner);
  await list.goto(at('brister/overflyttning'));
  assert.match(await main(list).innerText(), /Inget beslut om avauktorisering eller hävning gäller/);
  await done(owner);
});

test('a term in a new version is answered on a phone without JavaScript, assessed with evidence, and becomes a deficiency', async () => {
  const owner = await signIn('process-owner');
  const [provider, term] = ['Kvistvägen Distansstudier AB', 'Klagomål per enhet'];
  await owner.goto(at('villkor'));
  await expectGood(owner);
  await link(owner, term).click();
  await owner.waitForURL(/\/villkor\/[0-9a-f-]{36}$/);
  await expectGood(owner);
  await owner.getByLabel('Punkt').fill('4.2');
  await owner.getByLabel(/^Påföljd/).fill('Skriftlig anmärkning');
  await owner.getByLabel('Sista dagen').fill('2015-12-31');
  await button(owner, 'Spara villkoret').click();
  await owner.locator('.error-summary').getByText('Sista dagen ligger före den första').waitFor();
  await expectGood(owner);
  await owner.getByLabel('Sista dagen').fill('');
  await send(owner, main(owner), 'Spara villkoret', 'Villkoret är sparat');
  await done(owner);

  const script = { script: false };
  const rektor = await signInAs('Ingela Kvistberg', { phone: true, ...script });
  await link(rektor, 'Villkor som gäller er').click();
  await rektor.waitForURL(/\/villkor-hos-oss$/);
  await expectGood(rektor, script);
  const answer = await panel(rektor, 'Svara hur ni följer villkoret', termBox(rektor, term));
  await answer.getByLabel('Delvis uppfyllt').check();
  await answer.getByRole('button', { name: 'Spara' }).click();
  await rektor.locator('.error-summary').getByText('Skriv vad som saknas').waitFor();
  await expectGood(rektor, script);
  const again = await panel(rektor, 'Svara hur ni följer villkoret', termBox(rektor, term));
  await again.getByLabel('Hur följer ni det?').fill('Matematikenheten redovisar ihop med distans.');
  await send(rektor, again, 'Spara', 'Svaret är sparat');
  await expectGood(rektor, script);

  const officer = await signIn('quality-officer');
  await officer.goto(at('villkorsuppfoljning'));
  await expectGood(officer);
  await assess(officer, provider, term, 'Redovisningarna i april och augusti saknar enheten.');
  const box = await termBox(officer, term).innerText();
  assert.match(box, /Inte uppfyllt[\s\S]*Sägs olika[\s\S]*Påföljd: Skriftlig anmärkning/);
  assert.match(box, /Gäller 20 november 2024/);
  await expectGood(officer);
  await toDeficiency(officer, term, 'Mindre');
  assert.match(await main(officer).innerText(), /Villkor\s+4\.2 Klagomål per enhet\s+Påföljd enligt villkoret\s+Skriftlig anmärkning/);
  await expectGood(officer);
  await link(officer, 'Uppföljning av villkor').click();
  await officer.waitForURL(/\/villkorsuppfoljning\//);
  await termBox(officer, term).getByRole('link', { name: /^Brist \d+/ }).waitFor();
  await done(officer);

  await rektor.reload();
  assert.match(await termBox(rektor, term).innerText(), /Redovisningarna i april och augusti saknar enheten/);
  await done(rektor);
});

test('a rektor is invited, says on a phone that they come, asks, and what is agreed waits on the start page until it is done', async () => {
  const owner = await signIn('process-owner');
  const rektor = await signInAs('Nils-Arne Granbäcken', { phone: true });
  await owner.goto(at('rektorstraff'));
  await expectGood(owner);
  const plan = await panel(owner, 'Planera en träff');
  await plan.getByLabel('Vad heter träffen?').fill('Extra rektorsträff');
  await plan.getByLabel('Dag', { exact: true }).fill('2024-11-25');
  await plan.getByLabel('Börjar').fill('15.30');
  await plan.getByLabel('Slutar').fill('14');
  await plan.getByLabel('Plats').fill('Stadshuset, Lindsalen');
  await plan.getByLabel('Anmälan senast').fill('2024-11-25');
  await plan.getByRole('button').click();
  await owner.locator('.error-summary').getByText('Skriv ett klockslag').waitFor();
  await expectGood(owner);
  await (await panel(owner, 'Planera en träff')).getByLabel('Slutar').fill('17.00');
  await send(owner, main(owner), 'Planera träffen', 'Träffen är planerad');
  await owner.waitForURL(/\/rektorstraff\/[0-9a-f-]{36}$/);
  await button(owner, /^Bjud in rektorerna/).click();
  await owner.getByText(/^\d+ rektorer är inbjudna/).waitFor();
  await expectGood(owner);

  await rektor.reload();
  await link(rektor, 'Extra rektorsträff').click();
  await rektor.waitForURL(/\/rektorstraff-hos-oss\/[0-9a-f-]{36}$/);
  const meeting = new URL(rektor.url()).pathname;
  await expectGood(rektor);
  const comes = await panel(rektor, 'Anmäl dig');
  await comes.getByLabel('Deltar på distans').check();
  await send(rektor, comes, 'Anmäl dig', 'Svaret är sparat');
  const asks = await panel(rektor, 'Ställ en fråga');
  await asks.getByLabel('Fråga').fill('Kan vi dela handledare på fredagarna?');
  await send(rektor, asks, 'Ställ en fråga', 'Frågan är ställd');
  await expectGood(rektor);

  await owner.reload();
  assert.match(await main(owner).innerText(), /0 kommer, 1 deltar på distans, 0 kommer inte/);
  await send(owner, main(owner), 'Anteckna att träffen är genomförd', 'Skriv anteckningar och det ni kom överens om');
  const answers = await panel(owner, 'Skriv vad frågan ledde till');
  await answers.getByLabel('Vad ledde frågan till?').fill('Tre skolor delar på en handledare från januari.');
  await send(owner, answers, 'Skriv vad frågan ledde till', 'Rektorerna ser det');
  const notes = await panel(owner, 'Skriv anteckningar');
  await notes.getByLabel('Anteckningar').fill('Alla var med.');
  await send(owner, notes, 'Skriv anteckningar', 'Anteckningarna är sparade');
  const agreed = await panel(owner, 'Lägg till en överenskommen åtgärd');
  await agreed.getByLabel('Vad ska göras?').fill('Skicka schemat för bageriet till de andra.');
  await agreed.getByLabel('Vem gör det?').selectOption({ label: 'Tallgläntans Folkbildning ekonomisk förening' });
  await agreed.getByLabel('Klart senast').fill('2024-12-13');
  await send(owner, agreed, 'Lägg till en överenskommen åtgärd', 'Åtgärden är tillagd');
  await expectGood(owner);
  await done(owner);

  await rektor.goto(`${origin}/start`);
  const waits = main(rektor).locator('section', { has: rektor.getByRole('heading', { name: 'Rektorsträff' }) });
  // Of this meeting alone: every provider has something to do since the one before.
  assert.equal(await waits.getByText('1 av det ni kom överens om väntar på er').count(), 2);
  await expectGood(rektor);
  await waits.locator(`a[href="${meeting}"]`).click();
  assert.match(await main(rektor).innerText(), /Tre skolor delar på en handledare[\s\S]*Alla var med\.[\s\S]*Skicka schemat/);
  await send(rektor, await panel(rektor, 'Anteckna att åtgärden är gjord'), 'Anteckna att åtgärden är gjord', 'Åtgärden är gjord.');
  await expectGood(rektor);
  await rektor.goto(`${origin}/start`);
  assert.equal(await waits.getByText('1 av det ni kom överens om väntar på er').count(), 1);
  await done(rektor);
});

test('a decision of the inspectorate is registered, found by a word of its PDF and followed up with the keyboard alone', async () => {
  const officer = await signIn('quality-officer');
  const typed = async (selector, text) => {
    await tabTo(officer, selector);
    await officer.keyboard.type(text);
  };
  await officer.goto(at('skolinspektionen'));
  await expectGood(officer);
  await tabTo(officer, 'main a[href$="/skolinspektionen/nytt"]', { press: 'Enter' });
  await officer.waitForURL(/\/skolinspektionen\/nytt$/);
  await expectGood(officer);
  await typed('[name=anordnare]', 'Spr');
  await typed('[name=nummer]', 'SI 2024:5521');
  await typed('[name=beslut]', 'Anm');
  await typed('[name=dag]', '2024-11-18');
  await typed('[name=rubrik]', 'Rätten till stöd');
  await typed('[name=brister]', 'Elever får vänta på stöd.');
  await tabTo(officer, 'form[action$="/nytt"] button', { press: 'Enter' });
  await officer.waitForURL(/\/skolinspektionen\/[0-9a-f-]{36}$/);
  const decision = officer.url();
  assert.match(await main(officer).innerText(), /SI 2024:5521\s+Beslut\s+Anmärkning, 18 november 2024\s+Gäller\s+Språkälven SFI AB/);
  await expectGood(officer);

  // Each panel is opened by its summary.
  const opens = (step) => tabTo(officer, `details:has(form[action$="/${step}"]) > summary`, { press: 'Enter' });
  const sends = (step, said) => tabTo(officer, `form[action$="/${step}"] button`, { press: 'Enter' }).then(() => officer.getByText(said).first().waitFor());
  await opens('fil');
  await tabTo(officer, 'input[type=file]');
  await officer.locator('input[type=file]').setInputFiles({ name: 'beslut.pdf', mimeType: 'application/pdf', buffer: pdf('Eleverna fick inte specialpedagog i tid.') });
  await sends('fil', 'texten i den går att söka i');
  // Reviewing comes next and stands open already.
  await typed('[name=granska-text]', 'Anordnaren svarar i januari.');
  await typed('[name=granska-dag]', '2025-01-15');
  await sends('steg/granska', 'Granskningen är sparad');
  await expectGood(officer);

  await officer.goto(at('skolinspektionen'));
  await typed('[name=sok]', 'specialpedagog');
  await officer.keyboard.press('Enter');
  await officer.waitForURL(/sok=specialpedagog/);
  assert.equal(await main(officer).locator('tbody tr').count(), 1);
  assert.match(await main(officer).locator('tbody').innerText(), /Rätten till stöd[\s\S]*fick inte specialpedagog i tid/);
  await expectGood(officer);
  await tabTo(officer, 'main tbody a', { press: 'Enter' });
  await officer.waitForURL(decision);
  expectPdf(await fetchedAs(officer, link(officer, /^beslut\.pdf/), 'application/pdf'));

  await opens('brister/ny');
  await tabTo(officer, 'form[action$="/brister/ny"] [name=ny-allvar]');
  await officer.keyboard.press('Space');
  await sends('brister/ny', 'Bristen är inlagd');
  assert.match(await main(officer).innerText(), /Elever får vänta på stöd\.[\s\S]*Skolinspektionens beslut/);
  await expectGood(officer);

  await officer.goto(decision);
  await opens('steg/folj-upp');
  await typed('[name=folj-upp-text]', 'En specialpedagog är anställd.');
  await sends('steg/folj-upp', 'Uppföljningen är sparad');
  await opens('steg/avsluta');
  await typed('[name=avsluta-text]', 'Stödet är på plats.');
  await sends('steg/avsluta', 'Beslutet är avslutat');
  await expectGood(officer);
  await done(officer);
});

test('a list of decisions is looked through on a phone before it is read in', async () => {
  const officer = await signIn('quality-officer', { phone: true });
  await officer.goto(at('skolinspektionen'));
  await link(officer, 'Läs in en lista').click();
  await officer.waitForURL(/\/las-in$/);
  await expectGood(officer);
  const rows = [
    'Diarienummer;Beslutsdag;Skola eller huvudman;Beslut;Rubrik;Senast;Vite',
    'SI 2024:7001;2024-10-14;Stålnavet Fordon;Anmärkning;Lärarbehörighet;;',
    'SI 2024:7002;2024-10-21;Ingen Sådan Skola;Anmärkning;Betyg;;',
    'SI 2024:0417;2024-04-11;Vårdlinden Utbildning AB;Föreläggande med vite;Studie- och yrkesvägledning;;100 000',
  ];
  const file = { name: 'beslut.csv', mimeType: 'text/csv', buffer: Buffer.from(`${rows.join('\r\n')}\r\n`) };
  await officer.locator('input[type=file]').setInputFiles(file);
  await button(officer, 'Läs filen').click();
  await officer.getByText('1 nytt, 1 finns redan, 1 kan inte läsas in').waitFor();
  assert.match(await main(officer).innerText(), /Rad 3: ”Ingen Sådan Skola” är varken/);
  await expectGood(officer);
  await send(officer, main(officer), 'Läs in besluten', '1 beslut är inläst.');
  assert.match(await main(officer).locator('tbody').innerText(), /Lärarbehörighet[\s\S]*Stålnavet Fordon, Stålnavet Yrkesvux AB/);
  await expectGood(officer);
  await done(officer);
});
