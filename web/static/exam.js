// The test page: saves each change at once, keeps what could not be sent, shows the server's clock. The page works without it.
(function () {
  "use strict";
  var clock = document.getElementById("clock");
  var form = document.getElementById("exam");
  var end = 0;
  var spoken = {};

  function setLeft(seconds) {
    end = performance.now() + seconds * 1000;
  }

  function words(pattern, minutes, seconds) {
    return pattern.replace("{m}", minutes).replace("{s}", seconds);
  }

  function tick() {
    var left = Math.max(0, Math.ceil((end - performance.now()) / 1000));
    var minutes = Math.floor(left / 60);
    var text = clock.dataset[minutes > 0 ? "minutes" : "seconds"];
    clock.querySelector("[data-clock]").textContent =
      left === 0 ? clock.dataset.over : words(text, minutes, left % 60);
    clock.classList.toggle("last", left <= 60);
    [10, 5, 1].forEach(function (mark) {
      if (left === mark * 60 && !spoken[mark]) {
        spoken[mark] = true;
        clock.querySelector("[data-clock-spoken]").textContent = words(clock.dataset.spoken, mark, 0);
      }
    });
    if (left === 0) {
      // the server hands in by itself within a second
      setTimeout(function () {
        location.replace(clock.dataset.result);
      }, 1500);
      return;
    }
    setTimeout(tick, 1000 - ((performance.now() - end) % 1000 + 1000) % 1000 || 1000);
  }

  if (clock) {
    setLeft(Number(clock.dataset.left));
    document.querySelector("[data-clock-until]").hidden = true;
    tick();
  }
  if (!form || !window.fetch || !window.URLSearchParams) return;

  var status = form.querySelector("[data-status]");
  var key = "exam:" + form.dataset.attempt + ":" + form.dataset.n;
  var page = Math.random().toString(36).slice(2, 10);
  var sequence = 0;
  var sending = false;
  var dirty = false;
  var timer = 0;

  function say(text, state) {
    status.textContent = text;
    status.className = "saved" + (state ? " " + state : "");
  }

  function body() {
    var data = new URLSearchParams(new FormData(form));
    data.delete("go");
    data.set("page", page);
    data.set("seq", String(++sequence));
    return data;
  }

  // the answer as the person left it, without what belongs to one load of the page
  function answerOnly() {
    var data = body();
    ["csrf", "seen", "page", "seq"].forEach(function (name) {
      data.delete(name);
    });
    return data.toString();
  }

  function remember(text) {
    try {
      if (text === null) localStorage.removeItem(key);
      else localStorage.setItem(key, text);
    } catch (refused) {
      // then only the page itself holds it
    }
  }

  function send() {
    if (sending) {
      dirty = true;
      return;
    }
    sending = true;
    dirty = false;
    say(form.dataset.saving, "waiting");
    fetch(form.dataset.autosave, {
      method: "POST",
      credentials: "same-origin",
      headers: { "Content-Type": "application/x-www-form-urlencoded" },
      body: body().toString(),
      keepalive: true,
    })
      .then(function (reply) {
        return reply.json().then(function (said) {
          sending = false;
          if (said.go) {
            remember(null);
            location.replace(said.go);
            return;
          }
          if (typeof said.left === "number") setLeft(said.left);
          if (typeof said.revision === "number" && said.revision > 0) form.elements.seen.value = said.revision;
          if (reply.ok) {
            if (!dirty) remember(null);
            say(form.dataset.saved + " " + said.saved, "");
            markNavigator();
          } else {
            say(said.refused || form.dataset.offline, "failed");
          }
          if (dirty) send();
        });
      })
      .catch(function () {
        sending = false;
        say(form.dataset.offline, "failed");
        clearTimeout(timer);
        timer = setTimeout(send, 3000);
      });
  }

  function answered() {
    return Array.from(form.elements).some(function (control) {
      if (["seen", "csrf", "marked", "go"].indexOf(control.name) >= 0 || !control.name) return false;
      if (control.type === "radio" || control.type === "checkbox") return control.checked;
      return control.value.trim() !== "";
    });
  }

  function markNavigator() {
    var link = document.querySelector('.navigator a[data-n="' + form.dataset.n + '"]');
    if (!link) return;
    link.classList.toggle("answered", answered());
    link.classList.toggle("unseen", !answered());
    link.classList.toggle("marked", form.elements.marked.checked);
  }

  function changed(event) {
    // in an order question a thing stands in one place: taking it here frees the other place
    if (event.target.hasAttribute("data-order") && event.target.value)
      Array.from(form.querySelectorAll("[data-order]")).forEach(function (other) {
        if (other !== event.target && other.value === event.target.value) other.value = "";
      });
    remember(answerOnly());
    clearTimeout(timer);
    timer = setTimeout(send, event.type === "input" && /text/.test(event.target.type) ? 600 : 0);
  }

  // what an earlier load of this page could not send
  function restore() {
    var kept = null;
    try {
      kept = localStorage.getItem(key);
    } catch (refused) {
      return;
    }
    if (kept === null) return;
    var data = new URLSearchParams(kept);
    Array.from(form.elements).forEach(function (control) {
      if (!control.name || control.type === "hidden" || control.name === "go") return;
      if (control.type === "radio" || control.type === "checkbox")
        control.checked = data.getAll(control.name).indexOf(control.value) >= 0;
      else if (data.has(control.name)) control.value = data.get(control.name);
    });
    send();
  }

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", function () {
    clearTimeout(timer);
    remember(null); // the form itself carries the answer
  });
  window.addEventListener("online", send);
  window.addEventListener("pagehide", function () {
    if (dirty || timer) send();
  });
  restore();
})();
