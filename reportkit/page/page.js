"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const $ = (id) => document.getElementById(id);
const FILTERS = ["status", "bound", "indicator", "state"];
const FLAGS = ["headline", "damaged", "doubt"];
const SIGNS = { accept: "✓", edit: "✎", reject: "✗", add: "+" };
const KEYS = { "j ↓": "next", "k ↑": "previous", a: "accept", e: "edit", x: "reject", u: "undo", n: "add", "/": "search", "?": "help" };
const reports = new Map(data.reports.map((report) => [report.id, report]));
const indicators = new Map(data.indicators.map((row) => [row.indicator, row]));
const decisions = new Map();
let lang = data.lang, figures = [], visible = [], current = null, selected = null;

// --- words ---------------------------------------------------------------------------------------------------------

const say = (label) => (data.labels[label] || {})["label_" + lang] || label;
const indicatorName = (id) => (indicators.has(id) ? indicators.get(id)["label_" + lang] : "");

function speak() {
  document.documentElement.lang = lang;
  for (const node of document.querySelectorAll("[data-label]")) node.textContent = say(node.dataset.label);
  for (const node of document.querySelectorAll("[data-title]")) node.title = say(node.dataset.title);
  for (const node of document.querySelectorAll("[data-placeholder]")) node.placeholder = say(node.dataset.placeholder);
  const keys = Object.entries(KEYS).map(([key, label]) => row([element("kbd", key), say(label)]));
  $("keys").querySelector("tbody").replaceChildren(...keys);
  fillFilters();
  draw();
}

// --- small pieces of a page: text is only ever set as text ----------------------------------------------------------

function element(name, text, className) {
  const node = document.createElement(name);
  if (text !== undefined) node.textContent = text;
  if (className) node.className = className;
  return node;
}

function row(cells) {
  const line = document.createElement("tr");
  for (const cell of cells) {
    const td = cell instanceof HTMLTableCellElement ? cell : document.createElement("td");
    if (td !== cell) td.append(cell);
    line.append(td);
  }
  return line;
}

function option(value, text) {
  const node = element("option", text);
  node.value = value;
  return node;
}

function announce(text) {
  $("said").textContent = text;
  $("said").hidden = false;
  clearTimeout(announce.timer);
  announce.timer = setTimeout(() => ($("said").hidden = true), 4000);
}

// --- decisions: what the reader made of a figure --------------------------------------------------------------------

const keyOf = (figure) => [figure.report, figure.figure_id || "+", figure.raw_start, figure.raw_end].join("|");
const storeOf = () => "reportkit " + data.reports.map((report) => report.sha256.slice(0, 12)).join(" ");

function decide(figure, action, coded) {
  const values = coded || Object.fromEntries(data.coded.map((name) => [name, figure[name]]));
  decisions.set(keyOf(figure), {
    report: figure.report, sha256: reports.get(figure.report).sha256, figure_id: figure.figure_id,
    raw_start: figure.raw_start, raw_end: figure.raw_end, number_text: figure.number_text, action, ...values,
    reviewer: $("reviewer").value, time: new Date().toISOString().slice(0, 19) + "Z",
  });
  keep();
}

function keep() {
  try { localStorage.setItem(storeOf(), JSON.stringify([...decisions.values()])); } catch { /* a browser may forbid it: the file is what counts */ }
}

function recall() {
  let kept = [];
  try { kept = JSON.parse(localStorage.getItem(storeOf()) || "[]"); } catch { /* as above */ }
  for (const decision of [...data.decisions, ...kept]) {
    const known = reports.get(decision.report);
    if (known && known.sha256 === decision.sha256) decisions.set(keyOf(decision), decision);
  }
}

const stateOf = (figure) => (decisions.get(keyOf(figure)) || { action: "" }).action;

/** A figure as the reader left it. */
function asDecided(figure) {
  const decision = decisions.get(keyOf(figure));
  return decision && decision.action === "edit" ? { ...figure, ...Object.fromEntries(data.coded.map((name) => [name, decision[name]])) } : figure;
}

function csv() {
  const quoted = (value) => {
    const text = value === null || value === undefined ? "" : String(value);
    return /[",\r\n]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text;
  };
  const order = [...decisions.values()].sort((a, b) => a.report.localeCompare(b.report) || a.raw_start - b.raw_start);
  return [data.columns, ...order.map((one) => data.columns.map((name) => one[name]))].map((line) => line.map(quoted).join(",")).join("\n") + "\n";
}

function save() {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(["\ufeff" + csv()], { type: "text/csv" }));
  link.download = "corrections.csv";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  copy();
}

async function copy() {
  try {
    await navigator.clipboard.writeText(csv());
  } catch {
    const area = element("textarea", csv());
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  announce(`${decisions.size} ${say("copied")}`);
}

// --- the table ------------------------------------------------------------------------------------------------------

function fillFilters() {
  const values = {
    status: data.known.status.map((value) => [value, say(value)]),
    bound: data.known.bound.map((value) => [value, say(value)]),
    indicator: [...new Set(data.figures.map((figure) => figure.indicator).filter(Boolean))].sort().map((value) => [value, indicatorName(value)]),
    state: ["", ...Object.keys(SIGNS)].map((value) => [value || "open", say(value || "open")]),
  };
  for (const name of FILTERS) {
    const before = $(name).value;
    $(name).replaceChildren(option("", say(name)), ...values[name].map(([value, text]) => option(value, text)));
    $(name).value = before;
  }
}

function wanted(figure) {
  const search = $("search").value.trim().toLowerCase();
  const state = stateOf(figure) || "open";
  return (!$("status").value || figure.status === $("status").value)
    && (!$("bound").value || figure.bound === $("bound").value)
    && (!$("indicator").value || figure.indicator === $("indicator").value)
    && (!$("state").value || state === $("state").value)
    && FLAGS.every((flag) => !$(flag).checked || figure[flag])
    && (!search || [figure.number_text, figure.subject, figure.period, indicatorName(figure.indicator), figure.figure_id].join(" ").toLowerCase().includes(search));
}

function gather() {
  const added = [...decisions.values()].filter((one) => one.action === "add" && one.report === $("report").value);
  figures = [...data.figures.filter((figure) => figure.report === $("report").value), ...added.map((one) => ({ ...one, figure_id: "", headline: false, damaged: false, doubt: "" }))];
  figures.sort((a, b) => a.raw_start - b.raw_start);
}

function draw() {
  gather();
  visible = figures.filter((figure) => wanted(asDecided(figure)));
  const body = $("table").querySelector("tbody");
  body.replaceChildren(...visible.map(line));
  const done = figures.filter((figure) => stateOf(figure)).length;
  $("count").textContent = `${visible.length} / ${figures.length} · ${done} ${say("checked")}`;
  if (current && visible.some((figure) => keyOf(figure) === keyOf(current))) mark(current);
}

function line(figure) {
  const shown = asDecided(figure), state = stateOf(figure);
  const sign = element("td", SIGNS[state] || "", "state");
  const number = element("td", shown.number_text || "—", "number");
  const value = valueOf(shown);
  if (value.replaceAll(" ", "") !== (shown.number_text || "").replaceAll(" ", "")) number.append(element("small", value));
  const subject = element("td", shown.subject);
  const under = [indicatorName(shown.indicator), shown.headline ? say("headline") : "", shown.damaged ? say("damaged") : ""].filter(Boolean).join(" · ");
  if (under) subject.append(element("small", under));
  if (figure.doubt) subject.append(element("small", "⚠ " + figure.doubt, "doubt"));
  const measure = element("td", say(shown.measure));
  measure.append(element("small", say(shown.bound)));
  const made = row([sign, number, subject, measure, element("td", shown.period || ""), element("td", say(shown.status))]);
  made.dataset.key = keyOf(figure);
  made.classList.toggle("rejected", state === "reject");
  made.addEventListener("click", () => go(figure));
  return made;
}

function valueOf(figure) {
  if (figure.value_low === null || figure.value_low === "") return say("qualitative");
  const low = String(figure.value_low), high = String(figure.value_high);
  return (low === high ? low : `${low} – ${high}`) + ` ${figure.unit || ""}`;
}

// --- from a row to its place and back -------------------------------------------------------------------------------

const article = () => document.querySelector(`article[data-report="${CSS.escape($("report").value)}"]`);
const piecesOf = (figure) => (figure.figure_id ? [...article().querySelectorAll(`[data-figures~="${CSS.escape(figure.figure_id)}"]`)] : []);
const rowOf = (figure) => [...$("table").querySelectorAll("tbody tr")].find((tr) => tr.dataset.key === keyOf(figure));

function mark(figure) {
  for (const node of document.querySelectorAll(".current")) node.classList.remove("current");
  const line = rowOf(figure);
  if (line) line.classList.add("current");
  for (const piece of piecesOf(figure)) piece.classList.add("current");
}

function go(figure, fromText) {
  current = figure;
  mark(figure);
  const line = rowOf(figure), pieces = piecesOf(figure);
  const target = pieces[0] || paragraphAt(figure);
  if (!fromText && target) target.scrollIntoView({ block: "center" });
  if (fromText && line) line.scrollIntoView({ block: "center" });
  else if (line) line.scrollIntoView({ block: "nearest" });
  for (const piece of pieces.length ? pieces : target ? [target] : []) {
    piece.classList.remove("flash");
    void piece.offsetWidth;
    piece.classList.add("flash");
  }
}

/** The paragraph in which a place of the raw file stands. */
function paragraphAt(figure) {
  const at = textPlace(figure.raw_start);
  return [...article().querySelectorAll("p[data-start]")].filter((p) => Number(p.dataset.start) <= at).pop();
}

function step(by) {
  if (!visible.length) return;
  const at = current ? visible.findIndex((figure) => keyOf(figure) === keyOf(current)) : -1;
  go(visible[Math.min(Math.max(at + by, 0), visible.length - 1)]);
}

function onFigure(action) {
  if (!current) return;
  const added = stateOf(current) === "add";
  const edited = stateOf(current) === "edit" && action === "accept"; // what was edited is accepted
  if (action === "undo" || (added && action === "reject")) decisions.delete(keyOf(current));
  else if (!added && !edited) decide(current, action);
  keep();
  paint();
  draw();
  if (action !== "undo") step(1);
}

function paint() {
  for (const node of article().querySelectorAll("[data-figures]")) {
    const ids = node.dataset.figures.split(" ");
    node.classList.toggle("rejected", figures.some((figure) => ids.includes(figure.figure_id) && stateOf(figure) === "reject"));
  }
}

// --- where a selection stands in the raw file -----------------------------------------------------------------------

function textPlace(rawPlace) {
  const run = reports.get($("report").value).runs.filter(([, raw]) => raw <= rawPlace).pop();
  return run ? run[0] + Math.max(0, rawPlace - run[1]) : 0;
}

function rawSpan(start, end) {
  const runs = reports.get($("report").value).runs;
  const at = (place) => {
    const [text, raw, size] = runs.filter(([first]) => first <= place).pop();
    return place === text ? [raw, raw + size] : [raw + place - text, raw + place - text + 1];
  };
  return [at(start)[0], at(end - 1)[1]];
}

function remember() {
  const selection = document.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return;
  const range = selection.getRangeAt(0);
  const paragraph = (node) => (node.nodeType === 1 ? node : node.parentElement).closest("p[data-start]");
  const first = paragraph(range.startContainer), last = paragraph(range.endContainer);
  if (!first || first !== last) return;
  const before = document.createRange();
  before.selectNodeContents(first);
  before.setEnd(range.startContainer, range.startOffset);
  const start = Number(first.dataset.start) + before.toString().length;
  const text = range.toString();
  selected = { text, span: rawSpan(start, start + text.length) };
}

// --- the form -------------------------------------------------------------------------------------------------------

function field(name, value) {
  let input;
  if (data.known[name]) {
    input = document.createElement("select");
    input.append(...data.known[name].map((one) => option(one, say(one))));
  } else if (name === "indicator") {
    input = document.createElement("select");
    input.append(option("", "—"), ...data.indicators.map((one) => option(one.indicator, one["label_" + lang])));
  } else {
    input = document.createElement("input");
    if (name.startsWith("value")) input.inputMode = "decimal", input.pattern = "-?[0-9]*\\.?[0-9]*";
  }
  input.name = name;
  input.id = "field-" + name;
  input.value = value === null || value === undefined ? "" : value;
  const label = element("label", say(name));
  label.htmlFor = input.id;
  return [label, input];
}

function ask(title, values, done) {
  $("edited").textContent = title;
  $("fields").replaceChildren(...data.coded.flatMap((name) => field(name, values[name])));
  $("edit").returnValue = "";
  $("edit").onclose = () => {
    if ($("edit").returnValue !== "ok") return;
    done(Object.fromEntries(data.coded.map((name) => [name, $("field-" + name).value])));
    paint();
    draw();
  };
  $("edit").showModal();
}

function edit() {
  if (!current) return;
  const figure = current, shown = asDecided(figure), added = stateOf(figure) === "add";
  ask(`${shown.number_text || "—"} ${shown.subject}`, shown, (coded) => decide(figure, added ? "add" : "edit", coded));
}

function add() {
  remember();
  if (!selected) return announce(say("select_first"));
  const { text, span } = selected;
  const number = (text.match(/-?\d+(?:\.\d+)?/) || [""])[0];
  const values = { value_low: number, value_high: number, unit: text.replace(/^[^\d]*[\d.,]+/, "").trim(), bound: "exact", measure: "level",
    subject: "", indicator: "", period: "", status: "achieved" };
  const figure = { report: $("report").value, figure_id: "", raw_start: span[0], raw_end: span[1], number_text: text };
  ask(`+ ${text}`, values, (coded) => { decide(figure, "add", coded); current = figure; selected = null; });
}

// --- hands ----------------------------------------------------------------------------------------------------------

function open() {
  for (const one of document.querySelectorAll("article")) one.hidden = one.dataset.report !== $("report").value;
  current = null;
  draw();
  paint();
}

$("report").addEventListener("change", open);
for (const name of [...FILTERS, ...FLAGS]) $(name).addEventListener("change", draw);
$("search").addEventListener("input", draw);
$("add").addEventListener("mousedown", remember);
$("add").addEventListener("click", add);
$("save").addEventListener("click", save);
$("copy").addEventListener("click", copy);
$("help").addEventListener("click", () => $("keys").showModal());
$("language").addEventListener("click", () => { lang = lang === "en" ? "zh" : "en"; speak(); });
$("theme").addEventListener("click", () => document.documentElement.classList.toggle("dark"));
$("text").addEventListener("click", (event) => {
  const piece = event.target.closest("[data-figures]");
  if (!piece || !document.getSelection().isCollapsed) return;
  const ids = piece.dataset.figures.split(" ");
  const at = current ? ids.indexOf(current.figure_id) : -1;
  const figure = figures.find((one) => one.figure_id === ids[(at + 1) % ids.length]);
  if (figure && !visible.includes(figure)) { for (const name of FILTERS) $(name).value = ""; for (const flag of FLAGS) $(flag).checked = false; $("search").value = ""; draw(); }
  if (figure) go(figure, true);
});
$("text").addEventListener("mouseover", (event) => {
  const piece = event.target.closest("[data-was], [data-slogan]");
  $("tip").hidden = !piece;
  if (!piece) return;
  const repair = ["removed", "replaced", "inserted", "lost"].find((kind) => piece.classList.contains(kind));
  const said = [repair && `${say(repair)}: ${piece.dataset.was}`, piece.dataset.slogan && `${say("slogan")}: ${piece.dataset.slogan}`];
  $("tip").textContent = said.filter(Boolean).join("\n");
  const box = piece.getBoundingClientRect();
  $("tip").style.left = `${Math.min(box.left, innerWidth - 320)}px`;
  $("tip").style.top = `${box.bottom + 6}px`;
});
document.addEventListener("keydown", (event) => {
  const typing = event.target.matches("input:not([type=checkbox]), select, textarea") || document.querySelector("dialog[open]");
  if (event.key === "Escape" && event.target.matches("input, select")) return event.target.blur();
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const actions = { j: () => step(1), ArrowDown: () => step(1), k: () => step(-1), ArrowUp: () => step(-1), a: () => onFigure("accept"), x: () => onFigure("reject"),
    u: () => onFigure("undo"), e: edit, n: add, "/": () => $("search").focus(), "?": () => $("keys").showModal() };
  if (actions[event.key]) { event.preventDefault(); actions[event.key](); }
});
if (matchMedia("(prefers-color-scheme: dark)").matches) document.documentElement.classList.add("dark");
/** review.html#qingyunpu_2020:6465 opens on that figure. */
function visit() {
  const figure = data.figures.find((one) => one.figure_id === decodeURIComponent(location.hash.slice(1)));
  if (!figure) return;
  $("report").value = figure.report;
  open();
  go(figure);
}

window.addEventListener("hashchange", visit);
recall();
speak();
open();
visit();
