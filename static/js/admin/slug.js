// Lets the slug follow the title, as the server makes it, until somebody writes one by hand.

// Latin letters that no decomposition takes apart; the same as in blog/markdown/text.py.
const LETTERS = { ß: "ss", æ: "ae", œ: "oe", ø: "o", đ: "d", ð: "d", þ: "th", ł: "l", ħ: "h", ı: "i" };

const slugFrom = (title) =>
  [...title.normalize("NFC").toLowerCase()]
    .map((letter) => {
      const base = LETTERS[letter] ?? letter.normalize("NFD")[0];
      return /^[\x00-\x7f]+$/.test(base) ? base : letter;
    })
    .join("")
    .replace(/[\s./\u2010-\u2015·-]+/g, "-")
    .replace(/[^\p{L}\p{M}\p{N}_-]+/gu, "")
    .replace(/-{2,}/g, "-")
    .replace(/^[-_]+|[-_]+$/g, "")
    .slice(0, 190);

document.querySelectorAll("[data-slug-of]").forEach((slug) => {
  const title = document.getElementById(slug.dataset.slugOf);
  let isOwn = slug.value !== "" && slug.value !== slugFrom(title.value);
  slug.addEventListener("input", () => {
    isOwn = slug.value !== "";
  });
  title.addEventListener("input", () => {
    if (!isOwn) slug.value = slugFrom(title.value);
  });
});
