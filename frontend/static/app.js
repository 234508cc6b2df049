// Enhancement only: suggestions under a search box (an ARIA combobox), counting opened results, copy link, keeping what is typed.
(function () {
  "use strict";
  var seq = 0;
  document.querySelectorAll("input[data-suggest]").forEach(function (input) {
    var list = document.createElement("ul"), said = document.createElement("div"), id = input.id + "-list", timer, at = -1;
    list.id = id; list.className = "app-suggest"; list.hidden = true; list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Suggestions");
    said.className = "govuk-visually-hidden"; said.setAttribute("role", "status");
    input.parentNode.appendChild(list); input.parentNode.appendChild(said);
    input.setAttribute("role", "combobox"); input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", id); input.setAttribute("aria-expanded", "false");
    function close() { list.hidden = true; said.textContent = ""; at = -1; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); }
    function mark(n) {
      var items = list.children; if (!items.length) return;
      at = (n + items.length) % items.length;
      for (var i = 0; i < items.length; i++) items[i].setAttribute("aria-selected", String(i === at));
      input.setAttribute("aria-activedescendant", items[at].id);
      items[at].scrollIntoView({ block: "nearest" });
    }
    function choose(item) { if (item.dataset.href) location.href = item.dataset.href; else { input.value = item.textContent; close(); input.form.submit(); } }
    function show(found) {
      list.textContent = ""; at = -1;
      found.forEach(function (one, i) {
        var li = document.createElement("li");
        li.id = id + i; li.setAttribute("role", "option"); li.setAttribute("aria-selected", "false"); li.textContent = one.text;
        if (one.path && one.path.charAt(0) === "/") li.dataset.href = one.path;
        li.addEventListener("mousedown", function (e) { e.preventDefault(); choose(li); });
        list.appendChild(li);
      });
      open();
    }
    function open() {
      var n = list.children.length;
      list.hidden = !n; input.setAttribute("aria-expanded", String(!!n));
      input.removeAttribute("aria-activedescendant");
      said.textContent = n ? n + (n === 1 ? " suggestion" : " suggestions") + ". Up and down arrows move, Enter opens." : "No suggestions.";
    }
    input.addEventListener("input", function () {
      clearTimeout(timer);
      var q = input.value.trim(), mine = ++seq;
      if (q.length < 2) { list.textContent = ""; return close(); }
      timer = setTimeout(function () {
        fetch("/search/suggest?q=" + encodeURIComponent(q)).then(function (r) { return r.ok ? r.json() : []; })
          .then(function (found) { if (mine === seq && document.activeElement === input) show(found); }, close);
      }, 180);
    });
    input.addEventListener("keydown", function (e) {
      if (list.hidden) { if (e.key === "ArrowDown" && list.children.length) { e.preventDefault(); open(); mark(0); } return; }
      if (e.key === "ArrowDown") { e.preventDefault(); mark(at + 1); }
      else if (e.key === "ArrowUp") { e.preventDefault(); mark(at - 1); }
      else if (e.key === "Escape") { e.preventDefault(); close(); } // a second Escape empties the box, as it always does
      else if (e.key === "Enter" && at >= 0) { e.preventDefault(); choose(list.children[at]); }
    });
    input.addEventListener("blur", close);
  });
  function opened(e) {
    var link = e.target.closest("[data-opened] h3 a"), item = link && link.closest("li");
    if (item && e.button < 2) navigator.sendBeacon("/search/opened", item.parentNode.dataset.opened + " " + ([].indexOf.call(item.parentNode.children, item) + 1));
  }
  document.addEventListener("click", opened);
  document.addEventListener("auxclick", opened);
  document.querySelectorAll("[data-copy],[data-copy-from]").forEach(function (button) {
    if (!navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", function (e) {
      e.preventDefault();
      var from = document.getElementById(button.dataset.copyFrom);
      navigator.clipboard.writeText(from ? from.value || from.innerText : button.dataset.copy).then(function () { button.textContent = from ? "Copied" : "Link copied"; });
    });
  });
  // What somebody types is kept by the site; while that does not work (signed out, no network) by this tab alone.
  document.querySelectorAll("form[data-draft]").forEach(function (form) {
    var key = "draft " + form.dataset.draft, timer, sent = "", box = window.sessionStorage;
    function words() { var data = new FormData(form); data.set("place", form.dataset.draft); return data; }
    function typed() { return JSON.stringify(Array.from(new FormData(form)).filter(function (one) { return one[0] !== "csrf" && one[0] !== "submission"; })); }
    function hold() { try { box.setItem(key, typed()); } catch (e) { /* full or forbidden */ } }
    try {
      var lost = JSON.parse(box.getItem(key) || "[]"), body = form.elements.body;
      if (!body.value) lost.forEach(function (one) { var field = form.elements[one[0]]; if (field && "value" in field && field.type !== "checkbox") field.value = one[1]; });
    } catch (e) { /* nothing was held */ }
    function save() {
      var now = typed(); if (now === sent) return;
      fetch("/community/draft", { method: "POST", body: new URLSearchParams(words()) }).then(function (r) {
        if (r.ok) { sent = now; box.removeItem(key); } else hold();
      }).catch(hold);
    }
    sent = typed();
    form.addEventListener("input", function () { clearTimeout(timer); timer = setTimeout(save, 3000); });
    window.addEventListener("pagehide", function () { if (typed() !== sent && !form.dataset.gone) hold(); });
    form.addEventListener("submit", function () { clearTimeout(timer); box.removeItem(key); form.dataset.gone = "1"; });
  });
})();
