// Everything works without this; with it, fields count characters, a button ignores a double click, and forms save themselves.
import { Button, CharacterCount, Checkboxes, ErrorSummary, Radios, SkipLink, createAll } from "./govuk.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
for (const component of [Button, CharacterCount, Checkboxes, ErrorSummary, Radios, SkipLink]) createAll(component);

// A form that may be half-written is saved a moment after each change; the buttons save it without this too.
for (const form of document.querySelectorAll("form[data-autosave]")) {
  const told = form.querySelector("[data-saved]");
  let waiting, sent = false;
  const save = async () => {
    const body = new URLSearchParams(new FormData(form));
    body.set("do", "autosave");
    const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" }).catch(() => null);
    const version = answer?.headers.get("X-Version");
    if (version && form.elements.version) form.elements.version.value = version;
    if (answer?.status === 204) document.dispatchEvent(new Event("commonward:seen"));
    if (sent) return;
    const time = new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
    const rest = `Saved at ${time}, but for what can't be kept yet: the buttons say what.`;
    told.textContent = answer?.status === 204 ? `Saved at ${time}` : version ? rest : "Not saved just now: use the buttons to save it.";
  };
  form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(save, 2000); });
  form.addEventListener("submit", () => { sent = true; clearTimeout(waiting); });
}

// Two minutes before the end of the session somebody is told, and stays by one press or Escape; the focus goes back after.
const WARNED = 120;
const timeout = document.querySelector("dialog[data-timeout]");
if (timeout) {
  const [words, count] = ["words", "count"].map((name) => timeout.querySelector(`[data-${name}]`));
  const button = timeout.querySelector("button");
  const over = "You have been signed out. Send what you are writing: it is kept while you sign in again.";
  const lasts = Number(timeout.dataset.timeout);
  let ends, looking;
  const left = () => Math.max(0, Math.round((ends - Date.now()) / 1000));
  const begin = () => { ends = Date.now() + lasts * 1000; timeout.close(); };
  const look = () => {
    if (left() > WARNED) return;
    if (!timeout.open) timeout.showModal();
    const told = left() ? "You will be signed out in 2 minutes. What you have saved is kept." : over;
    if (words.textContent !== told) words.textContent = told;
    if (!left()) button.textContent = "Back to the page";
    count.textContent = `${Math.floor(left() / 60)}:${String(left() % 60).padStart(2, "0")}`;
  };
  const stay = async () => {
    if (!left()) { clearInterval(looking); timeout.close(); return; }
    const answer = await fetch("/signed-in", { redirect: "manual" }).catch(() => null);
    if (answer?.ok) begin();
    else if (answer) { ends = Date.now(); look(); }
  };
  button.addEventListener("click", stay);
  timeout.addEventListener("cancel", (escape) => { escape.preventDefault(); stay(); });
  document.addEventListener("commonward:seen", begin);
  begin();
  looking = setInterval(look, 1000);
}
