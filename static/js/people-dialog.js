// The page of the people who like something, as a dialog over the page. Loaded when it is asked for.

/** Fetch the page at the address and show it; throw when it cannot be had. */
export async function open(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(answer.status);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (document.querySelector("dialog[open]")) return; // the second click of two
  show(page.querySelector("h1").textContent, page.querySelector("#people"));
}

/** A dialog keeps the focus, ends with Escape and gives the focus back by itself. */
function show(heading, people) {
  const dialog = Object.assign(document.createElement("dialog"), { className: "panel" });
  const title = Object.assign(document.createElement("h2"), { id: "people-title", textContent: heading });
  const close = Object.assign(document.createElement("button"), {
    className: "button-quiet",
    textContent: people.dataset.close,
    autofocus: true, // not the first person's website
    onclick: () => dialog.close(),
  });
  dialog.setAttribute("aria-labelledby", title.id);
  dialog.setAttribute("closedby", "any"); // a click beside it, too
  dialog.append(title, people, close);
  dialog.onclose = () => dialog.remove();
  document.body.append(dialog);
  dialog.showModal();
}
