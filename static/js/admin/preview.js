// Shows beside the text what saving it would make, by the server's own renderer.

const PAUSE = 400; // milliseconds after the last key

const start = (editor) => {
  const text = editor.querySelector("textarea");
  const side = editor.querySelector(".markdownx-side");
  const preview = editor.querySelector(".markdownx-preview");
  const status = editor.querySelector(".markdownx-status");
  let timer = 0;
  let request = new AbortController();
  let shown = null;

  const show = async () => {
    const body = text.value;
    if (body === shown) return;
    request.abort();
    request = new AbortController();
    const form = new FormData();
    form.set("body", body);
    form.set("kind", editor.dataset.kind);
    form.set("csrfmiddlewaretoken", text.form.elements.csrfmiddlewaretoken.value);
    try {
      const { signal } = request;
      const answer = await fetch(editor.dataset.previewUrl, { method: "POST", body: form, signal });
      const result = await answer.json();
      status.textContent = result.error ?? "";
      if (answer.ok) {
        preview.innerHTML = result.html;
        shown = body;
      }
    } catch (error) {
      if (error.name !== "AbortError") status.textContent = editor.dataset.failed;
    }
  };

  text.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(show, PAUSE);
  });
  // Links in the preview would leave the page with the text in it.
  preview.addEventListener("click", (event) => {
    if (event.target.closest("a")) event.preventDefault();
  });
  side.hidden = false;
  editor.classList.add("is-live");
  show();
};

document.querySelectorAll(".markdownx").forEach(start);
