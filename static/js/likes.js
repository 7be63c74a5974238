// Like buttons of the article and of its comments, and the dialog of the people who like. All work without this.

const likes = document.querySelector("[data-likes]");
let isBusy = false;

document.addEventListener("submit", async (event) => {
  const { target: form, submitter: button } = event;
  if (!("like" in form.dataset)) return;
  event.preventDefault();
  if (isBusy) return;
  isBusy = true;
  const url = button.getAttribute("formaction") ?? form.getAttribute("action"); // form.action may be a field
  try {
    const headers = { Accept: "application/json" };
    const answer = await fetch(url, { method: "POST", body: new FormData(form, button), headers });
    if (!answer.ok) throw new Error(answer.status);
    show(button, form.dataset, await answer.json());
  } catch {
    delete form.dataset.like; // whatever is wrong, the page of the server says it
    form.requestSubmit(button);
  }
  isBusy = false;
});

likes?.addEventListener("click", async (event) => {
  const link = event.target.closest("[data-likes-people]");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  try {
    const page = new DOMParser().parseFromString(await (await fetch(link.href)).text(), "text/html");
    openDialog(page.querySelector("h1"), page.querySelector("#people"));
  } catch {
    location.assign(link.href);
  }
});

function show(button, texts, { count, is_liked: isLiked, sentence }) {
  const label = button.querySelector("[data-likes-label]") ?? button;
  label.textContent = texts[isLiked ? "liked" : "like"];
  button.classList.toggle("is-liked", isLiked);
  if (button.value) button.value = isLiked ? "unlike" : "like";
  if (button.hasAttribute("aria-pressed")) button.setAttribute("aria-pressed", isLiked);
  if (button.name) button.value = isLiked ? "unlike" : "like";
  const place = likes?.contains(button) && likes.querySelector("[data-likes-sentence]");
  if (place) showSentence(place, sentence, count);
  else button.nextElementSibling.textContent = count || "";
}

function showSentence(place, sentence, count) {
  const link = place.querySelector("a") ?? document.createElement("a");
  link.href = place.dataset.url;
  link.dataset.likesPeople = "";
  link.textContent = sentence;
  place.replaceChildren(count ? link : sentence);
}

/** A dialog takes the focus and gives it back by itself. */
function openDialog(heading, people) {
  const dialog = document.createElement("dialog");
  const title = Object.assign(document.createElement("h2"), { id: "people-title", textContent: heading.textContent });
  const close = Object.assign(document.createElement("button"), {
    className: "button-quiet",
    textContent: likes.dataset.close,
    onclick: () => dialog.close(),
  });
  dialog.className = "panel";
  dialog.setAttribute("aria-labelledby", title.id);
  dialog.append(title, people, close);
  dialog.onclose = () => dialog.remove();
  document.body.append(dialog);
  dialog.showModal();
}
