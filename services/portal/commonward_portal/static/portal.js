// Everything works without this; with it, fields count characters and a button ignores a double click.
import { Button, CharacterCount, ErrorSummary, Radios, SkipLink, createAll } from "./govuk.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
for (const component of [Button, CharacterCount, ErrorSummary, Radios, SkipLink]) createAll(component);

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
    if (sent) return;
    const time = new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
    told.textContent = answer?.status === 204 ? `Saved at ${time}` : "Not saved just now: use the buttons to save it.";
  };
  form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(save, 2000); });
  form.addEventListener("submit", () => { sent = true; clearTimeout(waiting); });
}
