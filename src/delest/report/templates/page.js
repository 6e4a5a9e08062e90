// Sorts and filters tables, and takes those out of the tab order that need no scrolling.
for (const table of document.querySelectorAll("table[data-filter]")) {
  const rows = [...table.tBodies[0].rows];
  const heads = [...table.tHead.rows[0].cells];
  const cell = (row, at) => row.cells[at];
  const value = (row, at) => cell(row, at).dataset.v === undefined ? null : Number(cell(row, at).dataset.v);
  heads.forEach((head, at) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const figures = head.classList.contains("n");
      const [first, then] = figures ? ["descending", "ascending"] : ["ascending", "descending"];
      const next = head.ariaSort === first ? then : first;
      heads.forEach((each) => { each.ariaSort = null; });
      head.ariaSort = next;
      const sign = head.ariaSort === "ascending" ? 1 : -1;
      rows.sort((one, other) => {
        const [a, b] = [value(one, at), value(other, at)];
        if (a !== null || b !== null) return a === null ? 1 : b === null ? -1 : sign * (a - b);
        return sign * cell(one, at).textContent.localeCompare(cell(other, at).textContent, document.documentElement.lang);
      });
      table.tBodies[0].append(...rows);
    });
  });
  if (rows.length < 12) continue;
  const label = document.createElement("label");
  const field = document.createElement("input");
  field.type = "search";
  label.className = "filter";
  label.append(table.dataset.filter, " ", field);
  table.closest(".table").before(label);
  field.addEventListener("input", () => {
    const wanted = field.value.toLowerCase();
    for (const row of rows) row.hidden = !row.textContent.toLowerCase().includes(wanted);
  });
}
const focusable = () => {
  for (const each of document.querySelectorAll(".table")) {
    if (each.scrollWidth > each.clientWidth) each.tabIndex = 0;
    else each.removeAttribute("tabindex");
  }
};
addEventListener("resize", focusable);
focusable();
const opened = () => {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target && target.tagName === "DETAILS") target.open = true;
};
addEventListener("hashchange", opened);
opened();
