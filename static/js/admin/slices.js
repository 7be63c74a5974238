// Sends files in slices, so that a file may be large, and a cut connection goes on where it was.

const SLICE = 8 * 1024 * 1024; // bytes
const PAUSES = [1, 2, 5, 10, 20, 30]; // seconds before another attempt; the last one for ever
const form = document.getElementById("send");
const status = document.getElementById("sending-status");
const bar = document.getElementById("sending-bar");
const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
const wait = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));
const megabytes = (bytes) => (bytes / 2 ** 20).toFixed(bytes < 10 * 2 ** 20 ? 1 : 0);

const post = async (file, offset) => {
  const query = new URLSearchParams({ name: file.name, size: file.size, changed: file.lastModified });
  if (offset !== null) query.set("offset", offset);
  const body = offset === null ? null : file.slice(offset, offset + SLICE);
  const headers = { "X-CSRFToken": token, "Content-Type": "application/octet-stream" };
  const answer = await fetch(`${form.dataset.slice}?${query}`, { method: "POST", headers, body });
  const told = await answer.json().catch(() => ({}));
  if (told.error) throw new RangeError(told.error); // a refusal, which another attempt would not change
  if (!answer.ok && answer.status !== 409) throw new Error(answer.status);
  return told;
};

const show = (file, offset) => {
  const percent = Math.floor((100 * offset) / file.size);
  bar.value = percent;
  document.getElementById("sending-text").textContent = `${percent} %, ${megabytes(offset)} of ${megabytes(file.size)} MB`;
};

const send = async (file) => {
  document.getElementById("sending-name").textContent = file.name;
  let failures = 0;
  let offset = null;
  for (;;) {
    try {
      const told = await post(file, offset);
      if (told.kept) return told.kept;
      offset = told.offset;
      failures = 0;
      show(file, offset);
      if (status.textContent === status.dataset.cut) status.textContent = status.dataset.begun;
    } catch (error) {
      if (error instanceof RangeError) throw error;
      status.textContent = status.dataset.cut;
      await wait(PAUSES[Math.min(failures, PAUSES.length - 1)]);
      failures += 1;
      offset = null; // ask where to go on
    }
  }
};

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = form.querySelector("button");
  const names = new URLSearchParams(location.search).getAll("file");
  document.getElementById("sending").hidden = false;
  button.disabled = true;
  status.textContent = status.dataset.begun;
  const leaving = (leave) => leave.preventDefault();
  addEventListener("beforeunload", leaving);
  try {
    for (const file of form.elements.upload.files) names.push(await send(file));
    status.textContent = status.dataset.done;
    removeEventListener("beforeunload", leaving);
    location.assign(`?${new URLSearchParams(names.map((name) => ["file", name]))}`);
  } catch (error) {
    removeEventListener("beforeunload", leaving);
    status.textContent = error.message;
    button.disabled = false;
  }
});
