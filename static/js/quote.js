// Quotes what is selected in a comment into the reply to it. comment-form.js loads this at the first selection;
// where something can be quoted, the comment's Reply says so.

const LONGEST = 2000; // characters
const field = document.querySelector("#comment");
const word = document.querySelector("#reply-title").dataset.quote;
let offer = null; // the link, its own words, and the text

look();
document.addEventListener("selectionchange", look);
document.addEventListener("mousedown", (event) => {
  if (offer?.link.contains(event.target)) event.preventDefault(); // else the selection would go
  else make(null);
});
document.addEventListener("click", (event) => {
  // Prevented means that comment-form.js has brought the form; it listened first.
  if (!event.defaultPrevented || !offer?.link.contains(event.target)) return;
  quote(offer.text);
  make(null);
});

/** An offer outlives its selection: a browser drops that when Tab leaves for the link. */
function look() {
  const text = getSelection().toString().trim();
  if (text) make(find(text));
}

/** Return the Reply link with the text when the selection lies in one comment, else null. */
function find(text) {
  const { startContainer: start, endContainer: end, endOffset } = getSelection().getRangeAt(0);
  const content = start.parentElement?.closest(".comment-content");
  const link = content?.closest(".comment > article")?.querySelector(".comment-reply-link");
  // A triple click ends at the beginning of what comes next.
  return link && (content.contains(end) || endOffset === 0) ? { link, text } : null;
}

function make(found) {
  if (offer) Object.assign(offer.link, offer.words);
  offer = found;
  if (!offer) return;
  const { textContent, ariaLabel } = offer.link;
  offer.words = { textContent, ariaLabel };
  Object.assign(offer.link, { textContent: word, ariaLabel: `${word}: ${ariaLabel}` });
}

/** Put the quotation above what has been written, and the cursor behind it. */
function quote(text) {
  const lines = text.slice(0, LONGEST).split("\n").map((line) => `> ${line}`.trimEnd());
  field.setRangeText(`${lines.join("\n")}\n\n`, 0, 0, "end");
  field.dispatchEvent(new Event("input", { bubbles: true })); // it is a draft now
}
