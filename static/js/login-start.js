// “Connecting to …”: press the button for the person, once. Coming back with the Back button shows the page.

const form = document.querySelector("#login-start");
const [visit] = performance.getEntriesByType("navigation");

if (form && visit?.type === "navigate") form.requestSubmit();
