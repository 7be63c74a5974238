// Keeps what is being typed until the server has it: in this tab, by page and field.

const PAUSE = 500; // milliseconds after the last key
const SENT = "editor-sent";
const plain = (text) => text.replaceAll("\r\n", "\n").trim();

const start = (editor) => {
  const text = editor.querySelector("textarea");
  const found = editor.querySelector(".markdownx-found");
  const key = `editor:${location.pathname}:${text.name}`;
  // After a refused form the text on the page is not stored, whatever it is.
  const isRefused = document.querySelector(".errornote:not([role])") !== null;
  const saved = isRefused ? null : plain(text.defaultValue);
  let timer = 0;
  let isSending = false;

  const keep = () => {
    if (plain(text.value) === saved) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, text.value);
  };

  const kept = sessionStorage.getItem(key);
  if (kept !== null && plain(kept) !== plain(text.defaultValue)) {
    found.querySelector("span").textContent = editor.dataset.found;
    found.hidden = false;
  } else if (!isRefused) {
    sessionStorage.removeItem(key);
  }
  found.addEventListener("click", (event) => {
    const choice = event.target.dataset.do;
    if (!choice) return;
    if (choice === "restore") {
      text.value = kept;
      text.dispatchEvent(new Event("input", { bubbles: true }));
    } else {
      sessionStorage.removeItem(key);
    }
    found.hidden = true;
    text.focus();
  });

  text.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE);
  });
  text.form.addEventListener("submit", () => {
    keep();
    isSending = true;
    // saved.js forgets the draft when the next page says that it was stored
    sessionStorage.setItem(SENT, JSON.stringify([...JSON.parse(sessionStorage.getItem(SENT) ?? "[]"), key]));
  });
  addEventListener("beforeunload", (event) => {
    if (isSending || plain(text.value) === saved) return;
    keep();
    event.preventDefault();
  });
};

document.querySelectorAll(".markdownx").forEach(start);
