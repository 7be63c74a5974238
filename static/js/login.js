// The strip of login services: a click opens a window for the login and says so; the page is told when it is done.
// Where windows are blocked, the links lead to a full-page login that comes back to #respond.

const strip = document.querySelector("#comment-services");
const status = document.querySelector("#comment-connecting");

if (strip) {
  const channel = new BroadcastChannel("broadside-login");
  let attempt = null; // {link, popup, timer} while a login window is open

  strip.addEventListener("click", (event) => {
    const link = event.target.closest("[data-service]");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const popup = open(`${link.href}&popup=1`, "broadside-login", "popup,width=600,height=720");
    if (!popup) return; // blocked: the link itself goes there
    event.preventDefault();
    connect(link, popup);
  });

  document.querySelector("#comment-change")?.addEventListener("click", (event) => {
    event.preventDefault();
    strip.classList.toggle("is-shown");
    strip.querySelector("a")?.focus();
  });

  function connect(link, popup) {
    const cancel = Object.assign(document.createElement("button"), {
      type: "button",
      className: "link-button",
      textContent: status.dataset.cancel,
      onclick: () => {
        popup.close();
        disconnect();
      },
    });
    channel.onmessage = showSignedIn; // only now: other tabs keep what they show
    strip.hidden = true;
    status.replaceChildren(`${status.dataset.connecting.replace("%s", link.dataset.service)} `, cancel);
    cancel.focus();
    attempt = { link, popup, timer: setInterval(lookAtWindow, 300) }; // milliseconds
  }

  /** At another origin a window looks closed (COOP); it is only believed when this page has the focus. */
  function lookAtWindow() {
    if (attempt.popup.closed && document.hasFocus()) disconnect();
  }

  function disconnect() {
    clearInterval(attempt.timer);
    status.replaceChildren();
    strip.hidden = false;
    attempt.link.focus();
  }

  /** The whole page is another one for the signed-in: its forms carry tokens. comment-form.js keeps the draft. */
  function showSignedIn() {
    history.replaceState(null, "", "#respond");
    location.reload();
  }
}
