// Passkeys: shows the buttons where they can work, and says so when no passkey was used.

const problem = document.querySelector("#passkey-problem");
const isAtNumber = /^[\d.]+$|:/.test(location.hostname); // a passkey belongs to a name
const shown = isAtNumber ? "[data-at-number]" : "[data-passkey]";

if (window.PublicKeyCredential || isAtNumber) {
  for (const element of document.querySelectorAll(shown)) element.hidden = false;
}

document.addEventListener("click", () => problem?.replaceChildren());
document.addEventListener("allauth.error", (event) => {
  event.preventDefault(); // allauth would write it to the console, where nobody reads
  problem?.replaceChildren(problem.dataset.text);
});
