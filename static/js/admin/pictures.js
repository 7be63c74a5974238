// Pictures by paste, drop and button: asks for the alternative text, sends the file, writes the Markdown (or HTML).

const isPicture = (file) => file.type.startsWith("image/");
const oneLine = (text) => text.trim().replace(/\s+/g, " ");

const markdownFor = (alt, url, caption) => {
  const words = oneLine(alt).replace(/[\\[\]]/g, "\\$&");
  const title = caption.trim() ? ` "${oneLine(caption).replace(/[\\"]/g, "\\$&")}"` : "";
  return `![${words}](${url}${title})`;
};

const htmlFor = (alt, url, caption) => {
  const picture = document.createElement("img");
  picture.setAttribute("src", url);
  picture.alt = oneLine(alt);
  if (!caption.trim()) return picture.outerHTML;
  const figure = document.createElement("figure");
  const words = document.createElement("figcaption");
  words.textContent = oneLine(caption);
  figure.append(picture, words);
  return figure.outerHTML;
};

const insert = (text, markdown, [from, to]) => {
  const before = text.value.slice(0, from);
  const after = text.value.slice(to);
  const start = !before || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  const end = after.startsWith("\n\n") ? "" : after.startsWith("\n") ? "\n" : "\n\n";
  text.focus();
  text.setSelectionRange(from, to);
  const written = start + markdown + end;
  // The old command is the only one that keeps "undo" working.
  if (!document.execCommand("insertText", false, written)) {
    text.setRangeText(written, from, to, "end");
    text.dispatchEvent(new Event("input", { bubbles: true }));
  }
};

const send = (url, form, onProgress) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest(); // fetch() cannot tell how far an upload is
    request.open("POST", url);
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => onProgress(event.loaded / event.total));
    request.addEventListener("load", () => resolve({ ok: request.status === 201, ...request.response }));
    request.addEventListener("error", reject);
    request.send(form);
  });

const start = (editor) => {
  const text = editor.querySelector("textarea");
  const bar = editor.querySelector(".markdownx-bar");
  const dialog = editor.querySelector("dialog");
  const chooser = editor.querySelector("input[type=file]");
  const alt = dialog.querySelector("[data-field=alt]");
  const caption = dialog.querySelector("[data-field=caption]");
  const progress = dialog.querySelector("progress");
  const error = dialog.querySelector("[role=alert]");
  const button = dialog.querySelector("[data-do=insert]");
  let waiting = [];
  let place = [0, 0]; // where the cursor was before the dialog opened

  const say = (message) => {
    error.textContent = message;
    error.hidden = !message;
  };

  const askForNext = () => {
    if (!waiting.length) return dialog.close();
    dialog.querySelector(".markdownx-file").textContent = waiting[0].name;
    alt.value = caption.value = "";
    progress.hidden = true;
    say("");
    if (!dialog.open) dialog.showModal();
    alt.focus();
  };

  const take = (files) => {
    const pictures = [...files].filter(isPicture);
    waiting.push(...pictures);
    if (pictures.length && !dialog.open) {
      place = [text.selectionStart, text.selectionEnd];
      askForNext();
    }
    return pictures.length > 0;
  };

  const store = async () => {
    if (!alt.value.trim()) {
      say(error.dataset.missing);
      return alt.focus();
    }
    const form = new FormData();
    form.set("csrfmiddlewaretoken", text.form.elements.csrfmiddlewaretoken.value);
    form.set("alt", oneLine(alt.value));
    form.set("image", waiting[0]);
    say("");
    button.disabled = true;
    progress.hidden = false;
    try {
      const answer = await send(editor.dataset.uploadUrl, form, (part) => (progress.value = part));
      if (!answer.ok) return say(answer.error ?? error.dataset.failed);
      const write = ["html", "wordpress"].includes(editor.dataset.kind) ? htmlFor : markdownFor;
      const written = write(alt.value, answer.url, caption.value);
      waiting.shift();
      dialog.close();
      insert(text, written, place);
      place = [text.selectionEnd, text.selectionEnd];
      if (waiting.length) askForNext();
    } catch {
      say(error.dataset.failed);
    } finally {
      button.disabled = false;
      progress.hidden = true;
    }
  };

  bar.hidden = false;
  bar.querySelector("[data-do=picture]").addEventListener("click", () => chooser.click());
  chooser.addEventListener("change", () => {
    take(chooser.files);
    chooser.value = "";
  });
  text.addEventListener("paste", (event) => {
    // A spreadsheet puts both words and a picture of them on the clipboard; the words are meant.
    const { files, types } = event.clipboardData;
    if (!types.includes("text/plain") && take(files)) event.preventDefault();
  });
  text.addEventListener("dragover", (event) => {
    if (event.dataTransfer.types.includes("Files")) event.preventDefault();
  });
  text.addEventListener("drop", (event) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault(); // a dropped file never replaces the page
    take(event.dataTransfer.files);
  });
  button.addEventListener("click", store);
  const giveUp = () => {
    waiting = [];
    dialog.close();
  };
  dialog.querySelector("[data-do=cancel]").addEventListener("click", giveUp);
  dialog.addEventListener("cancel", giveUp); // the Escape key
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.tagName !== "INPUT") return;
    event.preventDefault(); // the dialog lies within the article's form
    if (!button.disabled) store();
  });
};

document.querySelectorAll(".markdownx").forEach(start);
