// Forgets drafts that the server has stored: the page after a save carries a message of success.

const SENT = "editor-sent";

if (sessionStorage.getItem(SENT)) {
  if (document.querySelector(".messagelist .success")) {
    JSON.parse(sessionStorage.getItem(SENT)).forEach((key) => sessionStorage.removeItem(key));
  }
  sessionStorage.removeItem(SENT);
}
