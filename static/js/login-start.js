// “Connecting to …”: press the button for the person, once. Coming back with the Back button shows the page.

const form = document.querySelector("#login-start");
const [visit] = performance.getEntriesByType("navigation");

if (form?.elements.popup) {
  try {
    sessionStorage.setItem("broadside-popup", "1"); // for login-done.js, when the server cannot know any more
  } catch {
    // Storage is forbidden: a failed login then shows its page like any other.
  }
}
if (form && visit?.type === "navigate") form.requestSubmit();
