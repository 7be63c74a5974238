// The last page of a login in a pop-up window: tells the article's page, then closes. (The response headers cut
// window.opener, hence the channel.)

if (document.querySelector("#login-done")) {
  const channel = new BroadcastChannel("broadside-login");
  channel.postMessage("done");
  channel.close();
  close();
}

for (const link of document.querySelectorAll("[data-close]")) {
  if (link.dataset.close === "perhaps" && !isPopup()) continue;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    close();
    if (!window.closed) location.assign(link.href); // a browser that lets nobody close: the link is a link
  });
}

for (const link of document.querySelectorAll("[data-again]")) if (isPopup()) link.href += "&popup=1";

/** A login that the server has no memory of does not tell where it ran; the window's own storage does. */
function isPopup() {
  try {
    return sessionStorage.getItem("broadside-popup") === "1";
  } catch {
    return false;
  }
}
