// Enhancement only: files go up in pieces of a megabyte, with progress, and on from where a lost connection left them.
// The form without this script sends the same files to the same address at once.
(function () {
  "use strict";
  var PIECE = 1 << 20, WAITS = [1, 2, 5, 10, 20, 30];
  document.querySelectorAll("form[data-upload]").forEach(function (form) {
    var input = form.querySelector("input[type=file]"), button = form.querySelector("button"), box = window.sessionStorage;
    if (!window.fetch || !Blob.prototype.slice) return;
    var key = "upload " + form.dataset.upload, held = recall(), paused = false, going = false, wake = null, told = 0;
    var part = document.createElement("div"), bar = document.createElement("progress"), label = document.createElement("label");
    var said = document.createElement("p"), stop = document.createElement("button");
    bar.id = input.id + "-progress"; label.htmlFor = bar.id; label.className = "govuk-label"; label.textContent = "Sent so far";
    bar.style.width = "100%"; said.setAttribute("role", "status"); part.hidden = true;
    stop.type = "button"; stop.className = "govuk-button govuk-button--secondary"; stop.textContent = "Pause";
    part.append(label, bar, stop); button.parentNode.insertBefore(part, button); part.parentNode.insertBefore(said, part);
    function recall() { try { return JSON.parse(box.getItem(key)); } catch (e) { return null; } }
    function remember() { try { held ? box.setItem(key, JSON.stringify(held)) : box.removeItem(key); } catch (e) { /* full or forbidden */ } }
    function say(words) { if (said.textContent !== words) said.textContent = words; }
    function mark(file) { return file.name + " " + file.size + " " + file.lastModified; }
    function mb(n) { return (n / PIECE).toFixed(1); }
    function rest(s) { return new Promise(function (go) { wake = go; setTimeout(go, s * 1000); }); }
    function free() { return new Promise(function (go) { if (paused) wake = go; else go(); }).then(function () { if (paused) return free(); }); }
    function native() { held = null; remember(); going = false; form.submit(); }
    function ask(method, n, headers, body) {
      return fetch(held.at + n + "/", { method: method, credentials: "include", headers: headers, body: body, signal: AbortSignal.timeout ? AbortSignal.timeout(120000) : undefined });
    }
    if (held) ask("HEAD", 1).then(function (r) {
      if (r.status === 404 || r.status === 410) { held = null; return remember(); }
      say("You began to send " + held.files.length + (held.files.length === 1 ? " file" : " files") + ". Choose the same again, and they go on from where they were.");
    }, function () { /* told when they are sent */ });
    stop.addEventListener("click", function () {
      paused = !paused; stop.textContent = paused ? "Continue" : "Pause";
      if (paused) say("Paused. Nothing that arrived is lost."); if (wake) wake();
    });
    window.addEventListener("online", function () { if (wake) wake(); });
    window.addEventListener("beforeunload", function (e) { if (going) e.preventDefault(); });
    async function wait(r, s) {
      var plain = r && /^text\/plain/.test(r.headers.get("Content-Type")), words = plain ? await r.text().catch(function () {}) : "";
      if (paused) return;
      say((words || (r ? "The site cannot take it just now." : "The connection is lost.")) + " It goes on by itself, from where it was. Leave this page open.");
      told = 0; await rest((r && Number(r.headers.get("Retry-After"))) || s);
    }
    // Says whether the file is done: 1; not this way: 0; it can no longer be read: -1.
    async function one(file, n, before, all, of) {
      var at = -1, tries = 0, bad = 0, r, data, code, next;
      for (;;) {
        await free();
        if (at >= 0) try { data = await file.slice(at, at + PIECE).arrayBuffer(); } catch (e) { return -1; }
        try {
          r = at < 0 ? await ask("HEAD", n) : await ask("PATCH", n, {
            "Content-Type": "application/offset+octet-stream", "Upload-Offset": String(at), "Upload-Length": String(file.size),
            "Upload-Name": encodeURIComponent(file.name)
          }, data);
        } catch (e) { r = null; }
        if (r && r.headers.get("Upload-Complete")) return 1;
        code = r ? r.status : 0;
        next = code === 204 ? Number(r.headers.get("Upload-Offset")) : -1;
        if (next > at) {
          if (at >= 0) tries = bad = 0; // a piece arrived: an answer to HEAD alone is no progress
          at = next;
          bar.value = before + Math.min(at, file.size);
          if (Date.now() - told > 5000) told = Date.now(), say("File " + of + ": " + mb(bar.value) + " of " + mb(all) + " MB sent.");
          continue;
        }
        if (code === 204 || code === 400 || code === 409 || code === 500) { if (++bad > 5) return 0; } // spoilt on the way, each time
        else if (code && code !== 429 && code < 502) return 0;
        at = -1;
        if (!paused) await wait(r, WAITS[Math.min(tries++, WAITS.length - 1)]);
      }
    }
    async function send(files) {
      var all = 0, before = 0, i, n, done;
      if (!held) held = { at: form.action, files: [] };
      files.forEach(function (file) { all += file.size; if (held.files.indexOf(mark(file)) < 0) held.files.push(mark(file)); });
      remember(); bar.max = all || 1; bar.value = 0; part.hidden = false; button.disabled = true; going = true; stop.focus();
      for (i = 0; i < files.length; i++) {
        n = held.files.indexOf(mark(files[i])) + 1;
        done = await one(files[i], n, before, all, i + 1 + " of " + files.length);
        if (!done) return native();
        if (done < 0) {
          going = button.disabled = false; part.hidden = true; input.focus();
          return say("“" + files[i].name + "” was moved or changed on your device. Choose all again: what arrived is not sent twice.");
        }
        bar.value = before += files[i].size;
      }
      say("All sent. One moment."); form.action = held.at; input.disabled = true; native();
    }
    form.addEventListener("submit", function (e) {
      if (going) return e.preventDefault();
      if (!input.files.length) return;
      e.preventDefault(); send(Array.from(input.files));
    });
  });
})();
