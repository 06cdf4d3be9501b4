"use strict";
// Comforts. Every page works without this file; nothing here sends, confirms or expires anything.

function echoProof(line) {
  const sources = line.dataset.proof.split(" ").map((id) => document.getElementById(id)).filter(Boolean);
  if (sources.length === 0) return;
  const show = () => {
    const [name, acronym = ""] = sources.map((field) => field.value.trim().replace(/\s+/g, " "));
    const suffix = acronym && !name.includes(`(${acronym})`) ? ` (${acronym})` : "";
    line.textContent = name ? name + suffix : line.dataset.empty;
    line.classList.toggle("is-empty", !name);
  };
  sources.forEach((field) => field.addEventListener("input", show));
  if (sources.some((field) => field.value.trim())) show();
}

// As in app/rendering/commas.py: words in a script that has a comma of its own take that.
const COMMAS = [
  [/[\p{sc=Arab}\p{sc=Syrc}\p{sc=Thaa}]/u, "، "],
  [/\p{sc=Han}/u, "，"],
  [/[\p{sc=Hira}\p{sc=Kana}ーｰ]/u, "、"],
  [/\p{sc=Ethi}/u, "፣ "],
  [/\p{sc=Mymr}/u, "၊ "],
];

function commaBetween(parts, own) {
  const letters = parts.join("").match(/\p{L}/gu) || [];
  const found = new Set(letters.map((letter) => COMMAS.find(([script]) => script.test(letter))?.[1] || ", "));
  if (found.has("，") && (own === "、" || found.has("、"))) {
    found.delete("，");
    found.add("、");
  }
  return found.size === 1 ? [...found][0] : own;
}

function echoBeside(line) {
  const sources = line.dataset.beside.split(" ").map((id) => document.getElementById(id)).filter(Boolean);
  if (sources.length === 0) return;
  const block = line.closest(".proof-block");
  const show = () => {
    const [person, title, ...rest] = sources.map((field) => field.value.trim().replace(/\s+/g, " "));
    const signs = block !== null && person !== "";
    const parts = (signs ? [title] : [person, title, ...rest]).filter(Boolean);
    line.textContent = parts.join(block ? "\n" : commaBetween(parts, line.dataset.comma));
    if (block) block.querySelector(".proof-name")[signs ? "before" : "after"](line);
  };
  sources.forEach((field) => field.addEventListener("input", show));
  if (sources.some((field) => field.value.trim())) show();
}

function offerCopy(button) {
  if (!navigator.clipboard) return;
  const field = document.getElementById(button.dataset.copy);
  const said = document.getElementById(`${button.dataset.copy}-said`);
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    await navigator.clipboard.writeText(field.value);
    said.textContent = button.dataset.copied;
  });
}

function remaining(seconds, language) {
  const units = [["day", 86400], ["hour", 3600], ["minute", 60]];
  const parts = [];
  let left = seconds;
  for (const [unit, size] of units) {
    const count = Math.floor(left / size);
    left -= count * size;
    if (count > 0 && parts.length < 2) {
      parts.push(new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }).format(count));
    } else if (parts.length > 0) {
      break;
    }
  }
  return new Intl.ListFormat(language, { style: "narrow", type: "unit" }).format(parts);
}

function countDown(time) {
  const instant = Date.parse(time.dateTime);
  const language = time.closest("[lang]").lang;
  const show = () => {
    const seconds = (instant - Date.now()) / 1000;
    const text = seconds >= 60 ? remaining(seconds, language) : seconds <= 0 ? time.dataset.past : "";
    if (text) time.textContent = text;
    if (seconds > 0) setTimeout(show, Math.min(30, seconds) * 1000 + 50);
  };
  show();
}

function warnOfLoss(form) {
  let changed = false;
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; });
  addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
}

document.querySelectorAll("[data-proof]").forEach(echoProof);
document.querySelectorAll("[data-beside]").forEach(echoBeside);
document.querySelectorAll("[data-copy]").forEach(offerCopy);
document.querySelectorAll("time[data-countdown]").forEach(countDown);
document.querySelectorAll("form[data-unsaved]").forEach(warnOfLoss);
document.getElementById("errors")?.focus();
