// The comment form: where it stands, what it keeps, what it sends. Every text comes from the server.
// respond.css closes and opens it; the class is-open only keeps it open.

const form = document.querySelector("#commentform");
const preview = document.querySelector("#comment-preview");
const DRAFT = `broadside-draft-${form?.elements.comment_post_ID.value}`; // in sessionStorage
const PERSON = "broadside-commenter"; // in localStorage
const PERSON_FIELDS = ["author", "email", "url"];
const CONSENT = "wp-comment-cookies-consent";
let openedAt = 0; // when the form was first looked at

if (form) {
  const button = form.querySelector("#comment-submit");
  form.noValidate = true; // our own words instead of the browser's
  restoreDraft();
  fillInPerson();
  watchReplies();
  form.addEventListener("focusin", () => {
    form.classList.add("is-open");
    openedAt ||= Date.now();
  });
  form.addEventListener("input", (event) => {
    clearError(event.target);
    keepDraft();
    preview.textContent = ""; // of another text
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit(button);
    }
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const isPreview = event.submitter?.name === "preview";
    if (!button.disabled && (isPreview || showErrors(findErrors()))) send(button, isPreview);
  });
  addEventListener("pageshow", (event) => event.persisted && setSending(button, false));
  if (location.hash === "#respond") form.elements.comment.focus(); // back from a login
}

// -- sending ---------------------------------------------------------------------------------------

async function send(button, isPreview, proof = "") {
  const body = new FormData(form);
  body.set("open_ms", Date.now() - openedAt);
  if (crypto.subtle) body.set("proof", proof); // says that it can be asked for one
  keepDraft();
  if (isPreview) body.set("preview", 1);
  else {
    keepPerson();
    setSending(button, true);
  }
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
    const found = await answer.json();
    if (answer.ok && isPreview) {
      showErrors({});
      preview.innerHTML = found.html; // cleaned by the server's renderer
      return;
    }
    if (found.challenge) {
      preview.textContent = form.dataset.checking;
      const { solve } = await import("./proof.js");
      return await send(button, isPreview, await solve(found));
    }
    if (proof) preview.textContent = "";
    if (answer.ok) return leaveFor(found.url); // the button stays disabled: this page has done its work
    if (found.errors?.author && !form.elements.author) return loadAnew(); // the session ended meanwhile
    if (!isPreview) setSending(button, false);
    takeToken(found.csrf_token);
    showErrors(found.errors ?? {}, found.message, found.existing_url);
  } catch (error) {
    // A TypeError is the network's; anything else is a page where JSON should be, a proxy's or a crash's.
    if (!isPreview) setSending(button, false);
    showErrors({}, form.dataset[error instanceof TypeError ? "offline" : "failed"]);
  }
}

function setSending(button, isSending) {
  button.disabled = isSending;
  button.textContent = button.dataset[isSending ? "sending" : "idle"];
}

/** The session began or ended in another window: the next attempt needs its token. */
function takeToken(token) {
  if (!token) return;
  const name = "csrfmiddlewaretoken";
  const field = form.elements[name] ?? Object.assign(document.createElement("input"), { type: "hidden", name });
  field.value = token;
  form.append(field);
}

function leaveFor(url) {
  store("sessionStorage", DRAFT, null);
  form.reset(); // else Back would bring the sent text again
  history.replaceState(null, "", "?"); // else an address with nothing new but #comment-ID would not be loaded
  location.replace(url);
}

function loadAnew() {
  history.replaceState(null, "", "#respond");
  location.reload();
}

// -- errors ----------------------------------------------------------------------------------------

function findErrors() {
  const errors = {};
  for (const field of form.elements) {
    const { required, invalid } = field.dataset;
    if (required && !field.value.trim()) errors[field.name] = required;
    else if (invalid && field.validity.typeMismatch) errors[field.name] = invalid;
  }
  return errors;
}

/** Show each message beside its field and the general one on top; say whether there were none. */
function showErrors(errors, message = "", link = "") {
  const alert = form.querySelector("[role=alert]");
  let first = null;
  for (const field of form.elements) {
    clearError(field);
    const place = errors[field.name] && errorPlace(field);
    if (!place) continue;
    place.textContent = errors[field.name];
    field.setAttribute("aria-invalid", "true");
    first ??= field;
  }
  alert.textContent = first ? "" : message || Object.values(errors).join(" ");
  if (link) alert.append(" ", Object.assign(document.createElement("a"), { href: link, textContent: form.dataset.existing }));
  if (first) first.focus();
  else if (alert.textContent) alert.focus();
  return !first && !alert.textContent;
}

function clearError(field) {
  if (!field.hasAttribute("aria-invalid")) return;
  field.removeAttribute("aria-invalid");
  errorPlace(field).textContent = "";
}

function errorPlace(field) {
  return document.getElementById(`${field.id}-error`);
}

// -- replies ---------------------------------------------------------------------------------------

function watchReplies() {
  const respond = document.querySelector("#respond");
  const title = document.querySelector("#reply-title");
  const cancel = document.querySelector("#cancel-comment-reply-link");
  const parent = form.elements.comment_parent;
  const home = document.createComment("");
  respond.before(home);

  function answer(link) {
    link.closest("article").after(respond);
    const name = link.closest("article").querySelector(".fn").textContent;
    address(new URL(link.href).searchParams.get("replytocom"), title.dataset.reply.replace("%s", () => name));
  }

  function address(id, text) {
    parent.value = id;
    title.textContent = text;
    cancel.hidden = id === "0";
  }

  function linkOf(id) {
    return document.querySelector(`.comment-reply-link[href*="=${CSS.escape(id)}#"]`);
  }

  document.addEventListener("click", (event) => {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const link = event.target.closest(".comment-reply-link");
    if (!link && !cancel.contains(event.target)) return;
    event.preventDefault();
    const origin = link ?? linkOf(parent.value);
    if (link) answer(link);
    else {
      home.after(respond);
      address("0", title.dataset.title);
    }
    keepDraft();
    (link ? form.elements.comment : origin ?? form.elements.comment).focus();
  });
  document.addEventListener("selectionchange", function loadQuoting() {
    if (!getSelection().anchorNode?.parentElement?.closest(".comment-content")) return;
    document.removeEventListener("selectionchange", loadQuoting);
    import("./quote.js");
  });
  // A draft or ?replytocom= may be for a comment of this page.
  const link = linkOf(parent.value);
  if (link) answer(link);
}

// -- what is kept ----------------------------------------------------------------------------------

function keepDraft() {
  const draft = store("sessionStorage", DRAFT) ?? {}; // a guest's fields may be away for now
  for (const { name, type, value, checked } of form.elements) {
    if (type === "checkbox") draft[name] = checked;
    else if (["comment", "comment_parent", ...PERSON_FIELDS].includes(name)) draft[name] = value;
  }
  store("sessionStorage", DRAFT, draft);
}

function restoreDraft() {
  const draft = store("sessionStorage", DRAFT);
  if (!draft || "bound" in form.dataset) return; // a form that came back from the server knows better
  for (const field of form.elements) {
    const kept = draft[field.name];
    if (typeof kept === "boolean") field.checked = kept && !field.disabled;
    else if (kept && (!field.value || field.value === "0")) field.value = kept;
  }
}

function keepPerson() {
  const consent = form.elements[CONSENT];
  if (!consent) return; // signed in
  const person = Object.fromEntries(PERSON_FIELDS.map((name) => [name, form.elements[name].value]));
  store("localStorage", PERSON, consent.checked ? person : null);
}

function fillInPerson() {
  const person = store("localStorage", PERSON);
  if (!person || !form.elements[CONSENT]) return;
  form.elements[CONSENT].checked = true;
  for (const name of PERSON_FIELDS) form.elements[name].value ||= person[name] ?? "";
}

/** Read a value of a storage, or write it (null: remove it). */
function store(name, key, value) {
  try {
    const storage = window[name]; // throws where it is forbidden
    if (value === undefined) return JSON.parse(storage.getItem(key));
    if (value === null) storage.removeItem(key);
    else storage.setItem(key, JSON.stringify(value));
  } catch {
    // Nothing is kept then; the form works all the same.
  }
}
