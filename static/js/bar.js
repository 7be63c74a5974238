// The call-to-action bar, once dismissed, stays away from this browser until its text changes.

const bar = document.querySelector("[data-call-to-action]");
const text = bar.querySelector("span").textContent;

try {
  if (localStorage.getItem("broadside-bar") === text) bar.querySelector("[data-dismiss]").checked = true;
  bar.addEventListener("change", () => localStorage.setItem("broadside-bar", text));
} catch {
  // A private window may forbid the storage; the bar then comes again.
}
bar.classList.add("is-ready");
