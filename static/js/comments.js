// For readers who stay, new comments without a reload; for those who come back, a mark on what is new to them.
// likes.js loads this when the comments come near. Every text comes from the server.

const section = document.querySelector("#comments");
const bar = document.querySelector("#comment-news");
const texts = bar.dataset;

// -- since the last visit --------------------------------------------------------------------------

const VISITS = "broadside-visits"; // in localStorage: {key: {seen, since, at, posted}}, milliseconds since 1970
const MOST_VISITS = 50;
const PAUSE = 30 * 60_000; // a visit after so many milliseconds is another one

markNews();
document.querySelector("#commentform")?.addEventListener("submit", () => remember({ posted: true }));

function markNews() {
  const items = [...section.querySelectorAll(".comment:has(> article time)")];
  const newest = Math.max(0, ...items.map(writtenAt));
  const { seen = newest, since = newest, at = 0, posted } = visits()[texts.visit] ?? {};
  // Who has just written something has read what is there; the own comment is no news.
  const last = posted ? newest : Date.now() - at > PAUSE ? seen : since;
  remember({ seen: Math.max(seen, newest), since: last, at: Date.now(), posted: false });
  const news = items.filter((item) => writtenAt(item) > last);
  if (!news.length) return;
  const link = Object.assign(document.createElement("a"), { href: `#${news[0].id}` });
  link.textContent = texts.since.replace("%s", news.length);
  const place = Object.assign(document.createElement("p"), { className: "hint" });
  place.append(link);
  news.forEach(mark);
  still(() => section.querySelector("h2").after(place));
}

function writtenAt(item) {
  return Date.parse(item.querySelector("time").dateTime);
}

function mark(item) {
  const badge = Object.assign(document.createElement("span"), { className: "is-new", textContent: texts.new });
  item.querySelector(".fn").parentElement.querySelector(".comment-time").before(badge, " ");
}

function visits() {
  try {
    return { ...JSON.parse(localStorage.getItem(VISITS)) };
  } catch {
    return {}; // forbidden, or not ours: then nothing is marked
  }
}

function remember(change) {
  const all = visits();
  all[texts.visit] = { ...all[texts.visit], ...change };
  const kept = Object.entries(all).sort(([, one], [, other]) => other?.at - one?.at).slice(0, MOST_VISITS);
  try {
    localStorage.setItem(VISITS, JSON.stringify(Object.fromEntries(kept)));
  } catch {
    // The next visit is like the first.
  }
}

// -- while the page is open ------------------------------------------------------------------------

const SHORTEST = 10_000; // milliseconds between two questions, of somebody who reads
const LONGEST = 120_000; // of somebody who does nothing
const GROWTH = 1.5;
const MOST_FAILURES = 5;
const MOST_IDLE = 2 * 60 * 60_000; // after so many milliseconds without a sign of life nobody is there
const SIGNS = ["scroll", "keydown", "pointerdown"];

const waiting = new Map(); // what came and is not shown yet, by id
let folds = []; // around one reply, and around two
let address = texts.live;
let pause = SHORTEST;
let asked = Date.now();
let active = Date.now();
let failures = 0;
let timer = 0;

if (address) {
  for (const sign of SIGNS) addEventListener(sign, goOn, { passive: true });
  document.addEventListener("visibilitychange", goOn);
  bar.addEventListener("click", showNews);
  plan();
}

/** Somebody is there: ask as often as at first. */
function goOn() {
  active = Date.now();
  if (pause === SHORTEST && !document.hidden && timer) return;
  pause = SHORTEST;
  plan();
}

function plan() {
  clearTimeout(timer);
  timer = 0;
  if (address && !document.hidden) timer = setTimeout(ask, Math.max(0, asked + pause - Date.now()));
}

async function ask() {
  asked = Date.now();
  if (asked - active > MOST_IDLE) return stop();
  pause = Math.min(pause * GROWTH, LONGEST);
  try {
    const answer = await fetch(address, { credentials: "omit" });
    if (answer.status === 404) return stop(); // closed to visitors
    if (!answer.ok) throw new Error(answer.status);
    failures = 0;
    if (answer.status === 200) take(await answer.json());
  } catch {
    failures += 1;
    if (failures === MOST_FAILURES) return stop();
  }
  plan();
}

function stop() {
  address = "";
  for (const sign of SIGNS) removeEventListener(sign, goOn);
}

function take({ next, heading, comments, ...rest }) {
  address = next;
  folds = rest.folds;
  for (const comment of comments) {
    if (!document.getElementById(`comment-${comment.id}`)) waiting.set(comment.id, comment);
  }
  bar.dataset.heading = heading;
  announce();
}

/** Say how many there are; nothing that is being read moves, because the bar has its room already. */
function announce() {
  const news = [...waiting.values()];
  const text = (news.length === 1 ? texts.one : texts.many).replace("%s", news.length);
  if (!news.length || text === bar.textContent) return;
  const link = Object.assign(document.createElement("a"), { className: "button-quiet", href: news[0].url });
  link.textContent = text;
  bar.replaceChildren(link);
}

/** Put what came where it belongs. What belongs on another page of comments stays a link to there. */
function showNews(event) {
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const shown = [...waiting.values()].map(place).filter(Boolean);
  if (!shown.length) return;
  event.preventDefault();
  section.querySelector("h2").textContent = bar.dataset.heading;
  bar.replaceChildren();
  shown.forEach(mark);
  remember({ seen: Math.max(...shown.map(writtenAt), visits()[texts.visit]?.seen ?? 0), at: Date.now() });
  const first = shown[0].querySelector("article");
  first.tabIndex = -1;
  first.focus();
  announce();
}

/** Put one comment behind the one that stands before it; return the new list item, or null. */
function place({ id, depth, before, html }) {
  let at = document.getElementById(`comment-${before}`);
  const isOnTop = depth === 1 && texts.order === "newest";
  if (isOnTop) at = section.querySelector(".comment-navigation [rel=prev]") ? null : section.querySelector(".comment");
  if (!at) return null;
  const item = parse(html);
  let level = levelOf(at);
  for (; level > depth; level -= 1) at = at.parentElement.closest(".comment");
  if (isOnTop) at.before(item);
  else if (level === depth) at.after(item);
  else childrenOf(at).prepend(item);
  recount(item);
  waiting.delete(id);
  return item;
}

function levelOf(item) {
  return Number(item.className.match(/depth-(\d)/)[1]);
}

function childrenOf(item) {
  if (!foldOf(item)) item.append(parse(folds[0]));
  return foldOf(item).querySelector(".children");
}

function foldOf(item) {
  return item.querySelector(":scope > details");
}

/** Let the folds around a comment say how many they hold; the server wrote them for one and for two. */
function recount(item) {
  for (let at = item.parentElement.closest(".comment"); at; at = at.parentElement.closest(".comment")) {
    const count = at.querySelectorAll(".comment").length;
    const summary = parse(folds[count > 1 ? 1 : 0]).querySelector("summary");
    for (const label of summary.children) label.textContent = label.textContent.replace("2", count);
    foldOf(at).querySelector("summary").replaceWith(summary);
    foldOf(at).open = true;
  }
}

function parse(html) {
  const source = document.createElement("template");
  source.innerHTML = html; // cleaned by the server's renderer
  return source.content.firstElementChild;
}

// -- both ------------------------------------------------------------------------------------------

/** Change the page above what is being read without moving it. */
function still(change) {
  const seen = [...section.querySelectorAll("article, form")].find((part) => part.getBoundingClientRect().top >= 0);
  const top = seen?.getBoundingClientRect().top;
  change();
  if (seen) scrollBy({ top: seen.getBoundingClientRect().top - top, behavior: "instant" });
}
