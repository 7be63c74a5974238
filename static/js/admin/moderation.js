// Keys of the moderation queue: j and k move, a, s, t, r and e act on the row with the focus, u undoes.

const PLACE = "moderation-place";
const rows = [...document.querySelectorAll("#result_list tbody tr")];
const numberOf = (row) => row?.querySelector(".action-select")?.value;
const current = () => rows.findIndex((row) => row.contains(document.activeElement));
const isTyping = (target) => target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");

rows.forEach((row) => { row.tabIndex = -1; });
document.getElementById("moderation-keys").hidden = false;

function focusRow(index) {
  const row = rows[Math.max(0, Math.min(index, rows.length - 1))];
  row?.focus();
  row?.scrollIntoView({ block: "nearest" });
}

function act(key) {
  const index = current();
  const button = rows[index]?.querySelector(`[data-key="${key}"]`);
  if (button) button.click();
  return Boolean(button);
}

function toggleHelp() {
  const keys = document.getElementById("moderation-keys");
  keys.open = !keys.open;
  if (keys.open) keys.querySelector("summary").focus();
}

const KEYS = {
  j: () => focusRow(current() + 1),
  k: () => focusRow(current() < 0 ? 0 : current() - 1),
  u: () => document.querySelector(".messagelist .undo")?.click(),
  "?": toggleHelp,
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat && event.key !== "j" && event.key !== "k") return;
  if (isTyping(event.target)) return;
  const found = KEYS[event.key];
  if (found) found();
  if (found || "aestr".includes(event.key) && act(event.key)) event.preventDefault();
});

// After an act the page comes anew: remember which row it was.
document.addEventListener("submit", (event) => {
  const row = event.submitter?.closest("#result_list tr");
  if (row) sessionStorage.setItem(PLACE, JSON.stringify({ index: rows.indexOf(row), number: numberOf(row) }));
  if (event.submitter?.matches(".undo")) sessionStorage.setItem(PLACE, JSON.stringify({ index: Math.max(0, current()) }));
});

const place = JSON.parse(sessionStorage.getItem(PLACE) ?? "null");
sessionStorage.removeItem(PLACE);
const messages = [...document.querySelectorAll(".messagelist li")];
if (place && messages.length) {
  const stays = place.number && numberOf(rows[place.index]) === place.number;
  const refused = messages.some((message) => message.matches(".warning"));
  if (rows.length) focusRow(place.index + (stays && !refused ? 1 : 0));
  else document.querySelector(".messagelist button, #searchbar")?.focus();
  // Filled after the focus moved, so that it is said, too.
  setTimeout(() => {
    document.getElementById("moderation-status").textContent = messages.map((message) => message.firstChild.textContent.trim()).join(" ");
  }, 100);
}
