/**
 * A walk through the page in Firefox, over WebDriver BiDi: draws a seven, opens every stage, sub-tab
 * and lab, moves a slider by its keys and opens a link. Prints what it saw as JSON.
 *
 *     node tests/browser/firefox.mjs <Firefox> <address of the page>
 *
 * By puppeteer-core, since Playwright drives only a Firefox that it has changed. Versions from 25 on
 * ask for Node 22, where Debian has 20.
 */

import puppeteer from "puppeteer-core";

const [executablePath, address] = process.argv.slice(2);
/** Corners of a seven, in sides of the drawing. */
const SEVEN = [
  [0.25, 0.22],
  [0.74, 0.22],
  [0.42, 0.82],
];
const STAGES = ["draw", "conv1", "primary", "routing", "digits", "reconstruction"];
/** Milliseconds to wait for what must come, on however busy a machine. */
const PATIENCE = 60_000;

const browser = await puppeteer.launch({
  browser: "firefox",
  executablePath,
  headless: true,
  // A page that a person has not asked for, such as the one of a first start, would be one more.
  extraPrefsFirefox: { "browser.aboutwelcome.enabled": false },
});
const version = await browser.version();
const page = await browser.newPage();
await page.setViewport({ width: 1280, height: 720 });
page.setDefaultTimeout(PATIENCE);
/** @type {string[]} */
const complaints = [];
page.on("pageerror", (error) => complaints.push(String(error)));
page.on("console", (message) => {
  if (["error", "warn"].includes(message.type())) complaints.push(message.text());
});

/** @type {string[]} */
const opened = [];
await page.goto(address);
await page.waitForSelector("#stage-title");
await draw(SEVEN);
await page.waitForSelector('#prediction[data-class="7"]');
for (const stage of STAGES) {
  await press(stage === "draw" ? ".seen-button" : `[data-card="${stage}"] .card-head`);
  await walkTabs(stage);
}
const labs = await page.$$eval("[data-lab]", (all) => all.map((each) => each.dataset.lab));
for (const lab of labs) {
  await press('[data-control="labs"]');
  await press(`[data-lab="${lab}"]`);
  await walkTabs(lab);
}
const moved = await moveSlider();
const link = await page.evaluate(() => location.href);
await page.goto(link);
await page.waitForSelector("#stage-title");
await page.waitForSelector('#prediction[data-class="7"]');
const again = await page.$eval("body", ({ dataset }) => dataset.stage);
await browser.close();
console.log(JSON.stringify({ version, opened, labs, moved, link, again, complaints }));

/** @param {number[][]} corners */
async function draw(corners) {
  await press('[aria-label="Clear the drawing"]');
  const box = await (await page.$("#drawing"))?.boundingBox();
  if (!box) throw new Error("There is nothing to draw on.");
  const points = corners.map(([x, y]) => [box.x + x * box.width, box.y + y * box.height]);
  await page.mouse.move(points[0][0], points[0][1]);
  await page.mouse.down();
  for (const [x, y] of points.slice(1)) await page.mouse.move(x, y, { steps: 12 });
  await page.mouse.up();
}

/** Each sub-tab of a stage or a lab. @param {string} stage */
async function walkTabs(stage) {
  await page.waitForSelector(`body[data-stage="${stage}"]`);
  const tabs = await page.$$eval("#stage [role=tab]", (all) => all.map((each) => each.dataset.tab));
  for (const tab of tabs) {
    await press(`#stage [data-tab="${tab}"]`);
    await page.waitForSelector(`body[data-tab="${tab}"]`);
    await rest();
    opened.push(`${stage} ${tab}`);
  }
  await rest();
  if (tabs.length === 0) opened.push(stage);
}

/** What a slider was, and what it became by its keys. */
async function moveSlider() {
  const slider = 'input[type=range][data-dimension="5"]';
  const valueOf = () => page.$eval(slider, (range) => range.valueAsNumber);
  const before = await valueOf();
  const count = await page.$eval("body", ({ dataset }) => Number(dataset.moved ?? 0));
  await page.focus(slider);
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction((least) => Number(document.body.dataset.moved) > least, {}, count);
  return [before, await valueOf()];
}

/** Frames in which what was asked for is painted, and late complaints are told. */
function rest() {
  return page.evaluate(async () => {
    for (let frame = 0; frame < 20; frame++) await new Promise(requestAnimationFrame);
  });
}

/** By a click of the pointer. @param {string} selector */
async function press(selector) {
  await page.waitForSelector(selector, { visible: true });
  await page.click(selector);
}
