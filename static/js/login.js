// The strip of login services: a click opens a window for the login and says so; the page is told when it is done.
// Where windows are blocked, the links lead to a full-page login that comes back to #respond.

const strip = document.querySelector("#comment-services");
const status = document.querySelector("#comment-connecting");

if (strip) {
  const channel = new BroadcastChannel("broadside-login");
  const MARK = "broadside-connecting"; // in sessionStorage while a login window is open
  let attempt = null; // {link, popup, timer} while a login window is open
  if (remember()) channel.onmessage = showSignedIn; // this page was loaded anew meanwhile

  strip.addEventListener("click", (event) => {
    const link = event.target.closest("[data-service]");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const popup = open(`${link.href}&popup=1`, "broadside-login", "popup,width=600,height=720");
    if (!popup) return; // blocked: the link itself goes there
    event.preventDefault();
    connect(link, popup);
  });

  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && attempt) cancel();
  });

  document.querySelector("#comment-change")?.addEventListener("click", (event) => {
    event.preventDefault();
    strip.classList.toggle("is-shown");
    strip.querySelector("a")?.focus();
  });

  function connect(link, popup) {
    const { cancel: textContent, connecting } = status.dataset;
    const button = Object.assign(document.createElement("button"), {
      type: "button",
      className: "link-button",
      textContent,
      onclick: cancel,
    });
    channel.onmessage = showSignedIn; // only now: other tabs keep what they show
    remember(1);
    strip.hidden = true;
    status.replaceChildren(`${connecting.replace("%s", link.dataset.service)} `, button);
    button.focus();
    attempt = { link, popup, timer: setInterval(lookAtWindow, 300) }; // milliseconds
  }

  /** At another origin a window looks closed (COOP); it is only believed when this page has the focus. */
  function lookAtWindow() {
    if (attempt.popup.closed && document.hasFocus()) disconnect();
  }

  function cancel() {
    attempt.popup.close();
    disconnect();
  }

  function disconnect() {
    clearInterval(attempt.timer);
    remember("");
    status.replaceChildren();
    strip.hidden = false;
    attempt.link.focus();
    attempt = null;
  }

  /** The whole page is another one for the signed-in: its forms carry tokens. comment-form.js keeps the draft. */
  function showSignedIn() {
    remember("");
    history.replaceState(null, "", "#respond");
    location.reload();
  }

  function remember(value) {
    try {
      if (value !== undefined) sessionStorage.setItem(MARK, value);
      return sessionStorage.getItem(MARK);
    } catch {
      // Storage is forbidden: a page that is loaded anew in the middle does not know.
    }
  }
}
