// The test pages: each change is saved at once, what could not be sent waits on this device and goes by itself, and the
// clock is the server's. All pages work without it. ES2017, no dependency.
(function () {
  "use strict";
  var clock = document.getElementById("clock");
  var form = document.getElementById("exam");
  var result = document.getElementById("result");
  var attempt = (clock || result || document.body).dataset.attempt;
  var prefix = "exam:" + attempt + ":";

  // --- what waits on this device: {number: {body, seen, sent, glance}}; seen: the revision its page knew; sent: on its
  // way, perhaps stored already, so that it is repeated as it was before anything newer goes; glance: nothing was
  // answered, only seen

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
  var heardAt = performance.now(); // when the server last said something
  var shown = clock.querySelector("[data-clock]");
  var spoken = clock.querySelector("[data-clock-spoken]");
  var beforeName = "exam-left:" + attempt;
  var before = lastShown(); // seconds left when the clock was last read in this tab, on this page or the one before
  var loading = true;
  var end, endByWall, ticking;

  function lastShown() {
    try {
      return Number(sessionStorage.getItem(beforeName)) || Infinity;
    } catch (refused) {
      return Infinity;
    }
  }

  function keepShown(seconds) {
    before = seconds;
    try {
      sessionStorage.setItem(beforeName, String(seconds));
    } catch (refused) {
      // then a mark that passes between two pages is not spoken
    }
  }

  // a mark that passed while the page was loading is spoken, too, with the minutes that are left in truth; a page that
  // has just come is not listened to yet
  function speak(now) {
    var minutes = Math.ceil(now / 60);
    var passed = [10, 5, 1].some(function (mark) {
      return before !== Infinity && before > mark * 60 && now <= mark * 60 && now > 0;
    });
    if (passed)
      setTimeout(
        function () {
          spoken.textContent = minutes <= 1 ? words.spokenOne : fill(words.spoken, minutes, 0);
        },
        loading ? 1000 : 0,
      );
  }

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
    speak(now);
    keepShown(now);
    loading = false;
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

  function freeze(still) {
    if (form) form.querySelector("fieldset").disabled = still;
  }

  // the server hands in by itself within a second; were there more minutes meanwhile, the result leads back here; nobody
  // is led away while the server is not there
  function over() {
    freeze(true);
    setTimeout(function () {
      if (left() > 0) freeze(false);
      else
        reach().then(function (who) {
          if (left() > 0) freeze(false);
          else if (who === "nothing") over();
          else location.replace(words.result);
        });
    }, 1500);
  }

  // Ask the server again: the clock, and the token when this person has come in anew. Resolves to "same", "other" (the
  // browser is another person's now) or "nothing" (no reply).
  function ask() {
    return fetch(location.pathname, { credentials: "same-origin" })
      .then(function (reply) {
        if (reply.status >= 500) throw new Error("later");
        heardAt = performance.now();
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

  // as ask(), but a server that keeps silent for long is none
  function reach() {
    if (navigator.onLine === false) return Promise.resolve("nothing");
    return Promise.race([
      ask(),
      new Promise(function (done) {
        setTimeout(done, 6000, "nothing");
      }),
    ]);
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
  var reasons = {}; // why, in words
  var pause = 0; // after a failure, in milliseconds
  var timer = 0;
  var HAND_IN = "hand-in";
  var FRESH = 1000; // so long after a word of the server it is taken to be there
  var handIn = document.getElementById("hand-in");
  var goal = ""; // where to go once all is sent: an address, or HAND_IN
  var anyway = false; // hand in, though what is stopped stays behind
  var saidFor = ""; // the goal for which it was said that there is no connection
  var reaching = false;
  var shownAt = -Infinity; // when the notice came into sight
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

  function others() {
    return Object.keys(stopped).filter(function (at) {
      return stopped[at] && at !== number;
    });
  }

  function line(at) {
    var out = document.createElement("p");
    var link = document.createElement("a");
    link.href = words.base + at;
    link.textContent = words.question.replace("{n}", at);
    out.append(link, reasons[at] ? ": " + reasons[at] : "");
    return out;
  }

  // what waits of other questions is said on top, with the way to each of them
  function tell(text) {
    var list = others();
    var lead = document.createElement("p");
    var room = notice.firstElementChild;
    var button;
    if (!text) saidFor = "";
    notice.hidden = !text && list.length === 0;
    room.textContent = "";
    if (notice.hidden) return;
    lead.textContent = text || words.waiting;
    room.append(lead);
    if (text) return;
    list.forEach(function (at) {
      room.append(line(at));
    });
    if (!handIn) return;
    button = document.createElement("button");
    button.className = "button";
    button.type = "button";
    button.textContent = list.length > 1 ? handIn.dataset.withoutMany : handIn.dataset.withoutOne;
    button.addEventListener("click", function () {
      if (performance.now() - shownAt < 700) return; // the second half of a double click on another button
      anyway = true;
      goal = HAND_IN;
      pump();
    });
    room.append(button);
  }

  // the person has pressed something and looks elsewhere
  function show() {
    shownAt = performance.now();
    notice.scrollIntoView({ block: "center" });
    notice.focus({ preventScroll: true });
  }

  function onlySeen() {
    return Object.keys(queue).every(function (at) {
      return queue[at].glance || stopped[at];
    });
  }

  function later() {
    pause = Math.min(15000, pause ? pause * 2 : 2000);
    clearTimeout(timer);
    timer = setTimeout(pump, pause);
    if (!onlySeen()) say(words.offline, "failed");
    if (goal && goal !== saidFor) {
      saidFor = goal;
      tell(goal === HAND_IN ? words.offlineHandIn : onlySeen() ? words.offlineGo : words.offline);
      show();
    } else if (!goal && !form) tell(words.offline);
  }

  function go() {
    var to = goal;
    goal = "";
    if (to === HAND_IN) {
      handIn.elements.csrf.value = words.csrf;
      handIn.submit();
    } else location.assign(to);
  }

  // what is stopped stays on this device and is said again where one comes to
  function leave() {
    if (!goal || sending || reaching || waiting().length > 0) return;
    if (performance.now() - heardAt < FRESH && navigator.onLine !== false) {
      go();
      return;
    }
    reaching = true;
    reach().then(function (who) {
      reaching = false;
      if (who === "nothing") later();
      else if (who === "other") {
        goal = "";
        tell(words.other);
        show();
      } else if (goal) {
        pause = 0;
        if (waiting().length > 0) pump();
        else go();
      }
    });
  }

  function stop(at, why) {
    var pressed = goal === HAND_IN && !anyway;
    stopped[at] = true;
    reasons[at] = why;
    delete queue[at].sent;
    keep(at);
    if (at === number || pressed) goal = "";
    tell();
    if (pressed) show();
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
    else if (code === 409 && queue[at].glance) {
      delete queue[at]; // somewhere it was answered
      keep(at);
    } else if (code === 409) {
      stop(at, words.newer + " " + said.stored);
      if (at === number) showConflict(said);
    } else if (code === 422 || code === 404) {
      asks = at === number && goal;
      stop(at, said.refused);
      if (at === number) showRefusal(said.refused);
      if (asks) refusal.focus();
    } else if (code === 403 && !asked) {
      asked = true;
      ask().then(function (who) {
        if (who === "same") pump();
        else if (who === "nothing") later();
        else {
          stop(at, "");
          say("", "");
          tell(words.other);
        }
      });
      return;
    } else {
      stop(at, said.refused);
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
        heardAt = performance.now();
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

  // handing in waits for what is still to be sent; what is refused is shown first, and handing in without it is a press
  // of its own
  if (handIn)
    handIn.addEventListener("submit", function (event) {
      event.preventDefault();
      if (others().length > 0) {
        tell();
        show();
        return;
      }
      goal = HAND_IN;
      pump();
    });

  // a link leads on only when there is somebody to answer
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("a[href]");
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.origin !== location.origin || (link.hash && link.pathname === location.pathname)) return;
    event.preventDefault();
    goal = link.href;
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
    link.classList.toggle("glanced", !answered());
    link.classList.remove("unseen");
    link.classList.toggle("marked", form.elements.marked.checked);
    label.textContent =
      ", " + label.dataset[answered() ? "answered" : "glanced"] +
      (form.elements.marked.checked ? ", " + label.dataset.marked : "");
  }

  // the answer as it stands waits from this moment on; who leaves a question without one has seen it
  function note(leaving) {
    var entry = queue[number];
    var now = answer();
    var glance = now === unchanged && (entry ? entry.glance : true);
    if (glance && (entry || !leaving || form.elements.seen.value !== "0" || navigator.onLine === false)) return;
    unchanged = now;
    if (glance) queue[number] = { body: now, seen: 0, glance: true };
    else if (entry) {
      entry.body = now;
      delete entry.glance;
    } else queue[number] = { body: now, seen: Number(form.elements.seen.value) };
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
    tell();
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
    note(true);
    // shown here already, it does not hold anybody: what is typed waits, and is shown again
    if (conflict.hidden && refusal.hidden) stopped[number] = false;
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
