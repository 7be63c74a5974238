// Like buttons of the article and of its comments, and the dialog of the people who like. All work without this.
// What only readers of comments need is loaded when they come near.

const likes = document.querySelector("[data-likes]");
const news = document.querySelector("#comment-news");
let isBusy = false;

if (news) {
  const watcher = new IntersectionObserver(
    ([entry]) => {
      if (!entry.isIntersecting) return;
      watcher.disconnect();
      import("./comments.js");
    },
    { rootMargin: "200%" }, // two windows before they are seen
  );
  watcher.observe(news.parentElement);
}

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

document.addEventListener("click", async (event) => {
  const link = event.target.closest("[data-likes-people]");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  try {
    await (await import("./people-dialog.js")).open(link.href);
  } catch {
    location.assign(link.href);
  }
});

// Where a link leads into replies that are folded away, not every browser opens them by itself.
addEventListener("hashchange", () => {
  let at = document.querySelector(":target");
  while ((at = at?.parentElement.closest("details"))) at.open = true;
});

function show(button, texts, { count, is_liked: isLiked, sentence, label }) {
  (button.querySelector("[data-likes-label]") ?? button).textContent = texts[isLiked ? "liked" : "like"];
  if (!likes?.contains(button)) {
    const people = button.nextElementSibling;
    people.textContent = label;
    people.hidden = !count;
    return;
  }
  button.value = isLiked ? "unlike" : "like";
  button.setAttribute("aria-pressed", isLiked);
  showSentence(likes.querySelector("[data-likes-sentence]"), sentence, count);
}

function showSentence(place, sentence, count) {
  const link = place.querySelector("a") ?? document.createElement("a");
  link.href = place.dataset.url;
  link.dataset.likesPeople = "";
  link.textContent = sentence;
  place.replaceChildren(count ? link : sentence);
}
