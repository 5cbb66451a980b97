// The test pages: each change is saved at once, what could not be sent waits on this device and goes by itself, and the
// clock is the server's. All pages work without it. ES2017, no dependency.
(function () {
  "use strict";
  var clock = document.getElementById("clock");
  var form = document.getElementById("exam");
  var result = document.getElementById("result");
  var attempt = (clock || result || document.body).dataset.attempt;
  var prefix = "exam:" + attempt + ":";

  // --- what waits on this device: {number: {body, seen, sent}}; seen: the revision its page knew; sent: on its way,
  // perhaps stored already, so that it is repeated as it was before anything newer goes

  var queue = {};

  function load() {
    try {
      Object.keys(localStorage).forEach(function (name) {
        if (name.indexOf(prefix) === 0) queue[name.slice(prefix.length)] = JSON.parse(localStorage.getItem(name));
      });
    } catch (refused) {
      // then only the page itself holds it
    }
  }

  function keep(number) {
    try {
      if (queue[number]) localStorage.setItem(prefix + number, JSON.stringify(queue[number]));
      else localStorage.removeItem(prefix + number);
    } catch (refused) {
      // as above
    }
  }

  load();

  if (result) {
    // handed in: what waited here is worth nothing any more
    if (result.hasAttribute("data-over"))
      Object.keys(queue).forEach(function (number) {
        delete queue[number];
        keep(number);
      });
    if (result.hasAttribute("data-waiting"))
      setTimeout(function () {
        location.reload();
      }, 1500);
    return;
  }
  if (!clock || !window.fetch || !window.URLSearchParams) return;

  // --- the clock

  var words = clock.dataset;
  var shown = clock.querySelector("[data-clock]");
  var spoken = clock.querySelector("[data-clock-spoken]");
  var before = Infinity;
  var end, endByWall, ticking;

  // two clocks are read: one of them stands still while a computer sleeps
  function left() {
    return Math.max(0, Math.ceil(Math.min(end - performance.now(), endByWall - Date.now()) / 1000));
  }

  function fill(pattern, minutes, seconds) {
    return pattern.replace("{m}", minutes).replace("{s}", seconds);
  }

  function tick() {
    var now = left();
    var minutes = Math.floor(now / 60);
    clearTimeout(ticking);
    shown.textContent =
      now === 0 ? words.over : fill(minutes > 0 ? words.minutes : words.seconds, minutes, now % 60);
    clock.classList.toggle("last", now <= 60);
    [10, 5, 1].forEach(function (mark) {
      if (before > mark * 60 && now <= mark * 60 && now > 0 && before !== Infinity)
        spoken.textContent = mark === 1 ? words.spokenOne : fill(words.spoken, mark, 0);
    });
    before = now;
    if (now === 0) {
      over();
      return;
    }
    ticking = setTimeout(tick, 1000);
  }

  function setLeft(seconds) {
    end = performance.now() + seconds * 1000;
    endByWall = Date.now() + seconds * 1000;
    tick();
  }

  // the server hands in by itself within a second; were there more minutes meanwhile, the result leads back here
  function over() {
    if (form) form.querySelector("fieldset").disabled = true;
    setTimeout(function () {
      if (left() === 0) location.replace(words.result);
      else if (form) form.querySelector("fieldset").disabled = false;
    }, 1500);
  }

  // Ask the server again: the clock, and the token when this person has come in anew. Resolves to "same", "other" (the
  // browser is another person's now) or "nothing" (no reply).
  function ask() {
    return fetch(location.pathname, { credentials: "same-origin" })
      .then(function (reply) {
        return reply.text();
      })
      .then(function (text) {
        var page = new DOMParser().parseFromString(text, "text/html");
        var its = page.getElementById("clock");
        var ended = page.getElementById("result");
        if (ended && ended.dataset.attempt === attempt) location.replace(words.result);
        if (!its || its.dataset.attempt !== attempt) return "other";
        words.csrf = its.dataset.csrf;
        setLeft(Number(its.dataset.left));
        return "same";
      })
      .catch(function () {
        return "nothing";
      });
  }

  clock.querySelector("[data-plain]").hidden = true;
  setLeft(Number(words.left));
  setInterval(ask, 60000);
  document.addEventListener("visibilitychange", function () {
    if (document.visibilityState === "visible") ask();
  });
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) ask();
  });

  // --- sending

  var page = Math.random().toString(36).slice(2, 10);
  var number = form ? form.dataset.n : "";
  var status = form && form.querySelector("[data-status]");
  var refusal = form && form.querySelector("[data-refusal]");
  var conflict = form && form.querySelector("[data-conflict]");
  var notice = document.querySelector("[data-queue]");
  var sequence = 0;
  var sending = false;
  var stopped = {}; // numbers whose answer needs the person first
  var pause = 0; // after a failure, in milliseconds
  var timer = 0;
  var goal = ""; // where to go once all is sent
  var asked = false; // for a new token, once a save

  function say(text, state) {
    if (!status) return;
    status.textContent = text;
    status.className = "saved" + (state ? " " + state : "");
  }

  function waiting() {
    return Object.keys(queue).filter(function (at) {
      return !stopped[at];
    });
  }

  // what waits of other questions is said on top
  function tell(text) {
    var others = Object.keys(stopped).filter(function (at) {
      return stopped[at] && at !== number;
    });
    notice.hidden = !text && others.length === 0;
    notice.textContent = text || (others.length ? words.waiting + " " : "");
    if (text) return;
    others.forEach(function (at) {
      var link = document.createElement("a");
      link.href = words.base + at;
      link.textContent = at;
      notice.append(link, " ");
    });
  }

  function later() {
    pause = Math.min(15000, pause ? pause * 2 : 2000);
    clearTimeout(timer);
    timer = setTimeout(pump, pause);
    say(words.offline, "failed");
    if (!form) tell(words.offline);
  }

  function leave() {
    if (goal && !sending && Object.keys(queue).length === 0) location.assign(goal);
  }

  function stop(at) {
    stopped[at] = true;
    delete queue[at].sent;
    keep(at);
    if (at === number) goal = "";
    tell();
  }

  function showConflict(said) {
    conflict.querySelector("[data-stored]").textContent = said.stored;
    conflict.dataset.revision = said.revision;
    conflict.hidden = false;
    say("", "");
  }

  function showRefusal(text) {
    refusal.textContent = text;
    refusal.hidden = !text;
    form.querySelector("fieldset").classList.toggle("refused", Boolean(text));
    if (text) say("", "");
  }

  function stored(at, said) {
    var entry = queue[at];
    if (entry && entry.body !== entry.sent) {
      entry.seen = said.revision;
      delete entry.sent;
    } else delete queue[at];
    keep(at);
    if (at === number) {
      form.elements.seen.value = said.revision;
      if (!queue[at]) say(form.dataset.saved + " " + said.saved, "");
    }
    markNavigator();
    tell();
  }

  function heard(at, code, said) {
    var asks;
    if (said.go) {
      location.replace(said.go);
      return;
    }
    if (typeof said.left === "number") setLeft(said.left);
    if (code === 200) asked = false;
    if (code === 200) stored(at, said);
    else if (code === 409) {
      stop(at);
      if (at === number) showConflict(said);
    } else if (code === 422 || code === 404) {
      asks = at === number && goal;
      stop(at);
      if (at === number) showRefusal(said.refused);
      if (asks) refusal.focus();
    } else if (code === 403 && !asked) {
      asked = true;
      ask().then(function (who) {
        if (who === "same") pump();
        else if (who === "nothing") later();
        else {
          stop(at);
          say("", "");
          tell(words.other);
        }
      });
      return;
    } else {
      stop(at);
      tell(said.refused);
    }
    pump();
  }

  function pump() {
    var at = waiting().sort(function (a) {
      return a === number ? -1 : 1;
    })[0];
    var entry, body;
    clearTimeout(timer);
    timer = 0;
    if (sending) return;
    if (at === undefined) {
      leave();
      return;
    }
    entry = queue[at];
    if (entry.sent === undefined) entry.sent = entry.body;
    keep(at);
    body = new URLSearchParams(entry.sent);
    body.set("csrf", words.csrf);
    body.set("seen", String(entry.seen));
    body.set("page", page);
    body.set("seq", String(++sequence));
    sending = true;
    if (at === number) say(form.dataset.saving, "waiting");
    fetch(words.autosave + at, {
      method: "POST",
      credentials: "same-origin",
      headers: { "Content-Type": "application/x-www-form-urlencoded" },
      body: body.toString(),
      keepalive: true,
    })
      .then(function (reply) {
        if (reply.status >= 500) throw new Error("later");
        return reply.json().then(function (said) {
          sending = false;
          pause = 0;
          heard(at, reply.status, said);
        });
      })
      .catch(function () {
        sending = false;
        later();
      });
  }

  window.addEventListener("online", pump);

  // handing in waits for what is still to be sent
  var handIn = document.getElementById("hand-in");
  if (handIn)
    handIn.addEventListener("submit", function (event) {
      if (Object.keys(queue).length === 0) return;
      event.preventDefault();
      tell();
      pump();
    });
  if (!form) {
    pump();
    return;
  }

  // --- the question of this page

  function answer() {
    var data = new URLSearchParams(new FormData(form));
    ["csrf", "seen", "go"].forEach(function (name) {
      data.delete(name);
    });
    return data.toString();
  }

  var unchanged = answer();

  function answered() {
    var data = new URLSearchParams(answer());
    data.delete("marked");
    return Array.from(data.values()).some(function (value) {
      return value.trim() !== "";
    });
  }

  function markNavigator() {
    var link = document.querySelector('.navigator [data-n="' + number + '"]');
    var label = link.querySelector(".sr");
    link.classList.toggle("answered", answered());
    link.classList.toggle("unseen", !answered());
    link.classList.toggle("marked", form.elements.marked.checked);
    label.textContent =
      ", " + label.dataset[answered() ? "answered" : "unanswered"] +
      (form.elements.marked.checked ? ", " + label.dataset.marked : "");
  }

  // the answer as it stands waits from this moment on
  function note() {
    var entry = queue[number];
    var now = answer();
    if (!entry && now === unchanged) return;
    unchanged = now;
    if (entry) entry.body = now;
    else queue[number] = { body: now, seen: Number(form.elements.seen.value) };
    keep(number);
  }

  function swap(select) {
    // two steps cannot have one number: the other one gets what this one had
    Array.from(form.querySelectorAll("[data-order]")).forEach(function (other) {
      if (other !== select && select.value && other.value === select.value) other.value = select.dataset.was || "";
    });
    Array.from(form.querySelectorAll("[data-order]")).forEach(remember);
  }

  function remember(select) {
    select.dataset.was = select.value;
  }

  function changed(event) {
    if (event.target.hasAttribute("data-order")) swap(event.target);
    goal = "";
    if (!conflict.hidden) return; // first one of the two answers is taken
    showRefusal("");
    stopped[number] = false;
    note();
    markNavigator();
    clearTimeout(timer);
    timer = setTimeout(pump, event.type === "input" && event.target.type === "text" ? 600 : 0);
  }

  function address(go) {
    var at = Number(number);
    if (go === "back") at--;
    else if (go === "next" || go === "") at++;
    else if (go.indexOf("lang:") === 0) return words.base + number + "?lang=" + go.slice(5);
    else if (go !== "finish") at = Number(go);
    return words.base + (go === "finish" || at > Number(form.dataset.total) ? "finish" : String(Math.max(1, at)));
  }

  function submitted(event) {
    var go = event.submitter ? event.submitter.value : "next";
    event.preventDefault();
    if (go === "save") {
      // "keep mine": it replaces what was shown beside it
      conflict.hidden = true;
      form.elements.seen.value = conflict.dataset.revision || form.elements.seen.value;
      queue[number] = { body: answer(), seen: Number(form.elements.seen.value) };
      keep(number);
    } else goal = address(go);
    note();
    if (!conflict.hidden || !refusal.hidden) {
      // nothing is lost: what is typed here waits, and is shown again
      if (goal) location.assign(goal);
      return;
    }
    stopped[number] = false;
    pump();
  }

  // what an earlier load of this page could not send is shown, and goes
  function restore() {
    var entry = queue[number];
    var data;
    if (!entry) return;
    data = new URLSearchParams(entry.body);
    Array.from(form.elements).forEach(function (control) {
      if (!control.name || control.type === "hidden" || control.type === "submit") return;
      if (control.type === "radio" || control.type === "checkbox")
        control.checked = data.getAll(control.name).indexOf(control.value) >= 0;
      else if (data.has(control.name)) control.value = data.get(control.name);
    });
    markNavigator();
  }

  restore();
  Array.from(form.querySelectorAll("[data-order]")).forEach(remember);
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", submitted);
  form.querySelector("[data-take]").addEventListener("click", function () {
    delete queue[number];
    keep(number);
  });
  window.addEventListener("pagehide", function () {
    if (timer) pump();
  });
  pump();
})();
