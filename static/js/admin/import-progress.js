// Asks how far an import is, and loads the page anew when it has come to its end.

const PAUSE = 1000; // milliseconds
const progress = document.getElementById("progress");
const bar = document.getElementById("progress-bar");
const put = (id, text) => {
  const element = document.getElementById(id);
  if (element.textContent.trim() !== text) element.textContent = text; // said once, not at every look
};
const first = progress.dataset.state;

const look = async () => {
  try {
    const answer = await fetch(progress.dataset.url, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.status);
    const told = await answer.json();
    if (told.standing !== first) {
      location.reload();
      return;
    }
    put("progress-phase", told.phase);
    put("progress-text", told.text);
    put("progress-percent", told.percent === null ? "" : `${told.percent} %`);
    if (told.percent === null) bar.removeAttribute("value");
    else bar.value = told.percent;
  } catch {
    // The server may be away for a moment; the import is not.
  }
  setTimeout(look, PAUSE);
};
setTimeout(look, PAUSE);
