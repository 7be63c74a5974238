// An act on very many comments goes on by itself; “Stop here” still ends it.
const timer = setTimeout(() => document.getElementById("sweep").requestSubmit(), 300);
document.querySelector("#sweep a").addEventListener("click", () => clearTimeout(timer));
