// What a person would see that is wrong with a page as it is laid out now.
(() => {
  const all = [...document.body.querySelectorAll("*")];
  const hidden = (it) => !it.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    || it.closest(".govuk-visually-hidden, .govuk-visually-hidden-focusable, .govuk-skip-link, svg, option, dialog:not([open])")
    || it.closest("thead")?.clientHeight <= 1;
  const told = (it) => `${it.localName}.${it.className} ${(it.innerText || it.value || "").trim().slice(0, 50)}`;
  const scrolls = (it) => /auto|scroll/.test(getComputedStyle(it).overflowX);
  const inside = (it, test) => { for (let up = it; up; up = up.parentElement) if (test(up)) return up; return null; };

  const written = all.filter((it) => !hidden(it) && [...it.childNodes].some((node) => node.nodeType === 3 && node.data.trim()));
  const boxes = (it) => [...it.childNodes].filter((node) => node.nodeType === 3 && node.data.trim()).flatMap((node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    return [...range.getClientRects()].filter((box) => box.width > 1 && box.height > 1).map((box) => ({ it, box }));
  });
  const lines = written.flatMap(boxes);

  const sideways = document.documentElement.scrollWidth > window.innerWidth ? ["the page scrolls sideways"] : [];
  const outside = lines.filter(({ it, box }) => (box.left < -1 || box.right > window.innerWidth + 1) && !inside(it, scrolls))
    .map(({ it }) => `outside of the window: ${told(it)}`);
  const cut = written.filter((it) => /hidden|clip/.test(getComputedStyle(it).overflow)
    && (it.scrollWidth > it.clientWidth + 1 || it.scrollHeight > it.clientHeight + 1)).map((it) => `cut off: ${told(it)}`);
  const framed = lines.filter(({ it, box }) => {
    const frame = inside(it, (up) => up.matches("button, .govuk-button, .govuk-tag, .app-obligation, .app-board, td, th"));
    if (!frame) return false;
    const its = frame.getBoundingClientRect();
    return box.left < its.left - 2 || box.right > its.right + 2 || box.top < its.top - 4 || box.bottom > its.bottom + 4;
  }).map(({ it }) => `out of its frame: ${told(it)}`);

  const overlapping = [];
  const sorted = lines.toSorted((one, other) => one.box.top - other.box.top);
  sorted.forEach((one, n) => {
    for (let m = n + 1; m < sorted.length && sorted[m].box.top < one.box.bottom - one.box.height / 4; m++) {
      const other = sorted[m];
      if (Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left) > 3) {
        overlapping.push(`over each other: ${told(one.it)} / ${told(other.it)}`);
      }
    }
  });

  const tables = all.filter((it) => scrolls(it) && it.localName !== "textarea" && it.scrollWidth > it.clientWidth + 1)
    .filter((it) => it.tabIndex < 0 || it.getAttribute("role") !== "region" || !(it.ariaLabel || it.getAttribute("aria-labelledby")))
    .map((it) => `scrolls without a name or the keyboard: ${told(it)}`);

  const still = (it, part) => {
    const style = getComputedStyle(it, part);
    return style.animationName === "none" && style.transitionDuration.split(", ").every((time) => time === "0s") && style.scrollBehavior === "auto";
  };
  const moving = all.filter((it) => ![undefined, "::before", "::after"].every((part) => still(it, part))).map((it) => `moves: ${told(it)}`);

  const sentence = (it) => [...it.parentElement.childNodes].some((node) => node !== it && node.nodeType === 3 && node.data.trim().length > 1);
  const target = (it) => {
    const box = (it.labels?.length ? it.labels[0] : it).getBoundingClientRect(), own = it.getBoundingClientRect();
    return Math.max(box.height, own.height) < 23.9 || Math.max(box.width, own.width) < 23.9;
  };
  const small = all.filter((it) => it.matches("a[href], button, summary, input:not([type=hidden]), select, textarea") && !hidden(it))
    .filter((it) => !(getComputedStyle(it).display === "inline" && sentence(it)) && target(it))
    .map((it) => `smaller than 24 px: ${told(it)} ${JSON.stringify(it.getBoundingClientRect().height)}`);

  return { laid_out: [...sideways, ...outside, ...cut, ...framed, ...overlapping, ...tables], moving, small };
})()
