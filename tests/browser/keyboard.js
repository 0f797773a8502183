// Watches somebody who has no mouse: at each key, whether they could see where they were.
(() => {
  const FOCUSABLE = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]";
  const unfocused = new Map();
  let faults = [];

  const shown = (color) => !/rgba\(.*, 0\)|transparent/.test(color);
  const look = (it, part) => {
    const style = getComputedStyle(it, part);
    const outline = style.outlineStyle !== "none" && shown(style.outlineColor) && style.outlineWidth;
    return [outline, style.boxShadow, style.backgroundColor, style.borderWidth].join("|");
  };
  const looks = (it) => [it, ...(it.labels || [])]
    .flatMap((each) => [look(each), look(each, "::before"), look(each, "::after")]).join();
  const begin = () => {
    for (const it of document.querySelectorAll(FOCUSABLE)) {
      if (it !== document.activeElement && !unfocused.has(it)) unfocused.set(it, looks(it));
    }
  };

  const named = (it) => {
    const by = it.getAttribute("aria-labelledby");
    const words = it.getAttribute("aria-label") || (by && document.getElementById(by)?.innerText)
      || (it.labels?.length ? it.labels[0].innerText : it.innerText) || "";
    return `${it.localName} ${it.name || ""} ${it.type === "radio" ? it.value : ""} ${words.trim()}`.replace(/\s+/g, " ");
  };
  const uncovered = (it) => [...it.getClientRects()].some((box) => [0.1, 0.5, 0.9].some((x) => [0.1, 0.5, 0.9].some((y) => {
    const top = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
    return top && (it.contains(top) || [...(it.labels || [])].some((label) => label.contains(top)));
  })));
  const check = () => {
    const it = document.activeElement;
    if (!it || it === document.body || it.id === "main-content") return;
    if (unfocused.get(it) === looks(it)) faults.push(`no sign of the focus: ${named(it)}`);
    if (!uncovered(it)) faults.push(`hidden behind something: ${named(it)}`);
  };

  const reachable = (it) => !it.disabled && it.tabIndex >= 0 && it.checkVisibility({ visibilityProperty: true })
    && (it.type !== "radio" || it === oneOf(it));
  const oneOf = (radio) => {
    const group = [...document.querySelectorAll("input[type=radio]")].filter((it) => it.name === radio.name && it.form === radio.form);
    return group.find((it) => it.checked) || group[0];
  };
  const expected = () => [...document.querySelectorAll(FOCUSABLE)].filter(reachable);

  const walked = [];
  document.addEventListener("keydown", () => { begin(); check(); }, true);
  document.addEventListener("focusin", (event) => walked.push(event.target), true);
  window.keyboard = {
    here() { check(); const told = [named(document.activeElement), faults]; faults = []; return told; },
    // From the top, wherever the page put the focus.
    begin() {
      document.body.tabIndex = -1;
      document.body.focus();
      document.body.removeAttribute("tabindex");
      walked.length = 0;
      return expected().length;
    },
    // What is wrong with a walk through the whole page: left out, out of order, unseen.
    judged() {
      check();
      const left = expected().filter((it) => !walked.includes(it)).map((it) => `never reached: ${named(it)}`);
      const back = walked.filter((it, n) => n && walked[n - 1].compareDocumentPosition(it) & Node.DOCUMENT_POSITION_PRECEDING);
      return [...faults, ...left, ...back.map((it) => `out of order: ${named(it)}`)];
    },
  };
})();
