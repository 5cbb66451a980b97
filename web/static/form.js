// Filling a questionnaire: each change is kept on this device at once, sent within a second, and said to be saved when
// the server says so. The page works without it. ES2017, needs cells.js and told.js.
(function () {
  "use strict";
  var form = document.querySelector("form[data-response]");
  var forget = document.querySelector("[data-forget]");
  var all = window.Cells && window.Cells.all;

  function prefixOf(response) {
    return "answers:" + response + ":";
  }

  function keysOf(prefix) {
    try {
      return Object.keys(localStorage).filter(function (key) { return key.startsWith(prefix); });
    } catch (refused) {
      return [];
    }
  }

  // handed in: nothing waits any more
  if (forget)
    keysOf(prefixOf(forget.dataset.forget)).forEach(function (key) { localStorage.removeItem(key); });
  if (!form || !window.Cells || !window.Told || !window.fetch || !window.URLSearchParams) return;

  var Cells = window.Cells;
  var data = JSON.parse(document.getElementById("form-data").textContent);
  var words = data.words;
  var prefix = prefixOf(form.dataset.response);
  var told = window.Told(form, words);
  var page = Date.now().toString(36) + Math.random().toString(36).slice(2, 8);
  var sequence = 0;
  var waiting = new Map(); // cell name -> { value, state, seen, place, stamp, flying, stuck, why, due }
  var came = 0; // answers saved since the page was opened
  var offline = false;
  var back = false; // was offline, and not everything has gone since
  var stopped = false;
  var renewing = false;
  var renewals = 0;
  var pause = 0;
  var retry = 0;
  var timers = new Map();
  var found = new Map(); // question -> [{ name, sentence }]: what would keep it from being handed in
  var shown = new Map(); // cell name -> sentence: those that are said
  var settled = [];
  var leaving = null; // { form, by, kind }: pressed, while something still flies
  var held = ""; // why the page was not left
  var pressing = 0; // a pointer is down: the timer that ends it
  var askAgain = Cells.conditions(form, data);

  // --- what waits survives reload, closed tab and power-off ---

  function keep(name) {
    var entry = waiting.get(name);
    try {
      if (!entry) localStorage.removeItem(prefix + name);
      else
        localStorage.setItem(prefix + name, JSON.stringify({
          value: entry.value, state: entry.state, seen: entry.seen, place: entry.place,
        }));
    } catch (refused) {
      // then this page alone holds it
    }
  }

  function drop(name) {
    waiting.delete(name);
    keep(name);
  }

  function free(entry) {
    entry.stuck = false;
    entry.why = null;
  }

  // --- what the person is told ---

  function actsOf(name) {
    return {
      // the stored answer stays; in the field, too, when it is on this page. A row comes back with the page.
      take: function () {
        var why = waiting.get(name).why;
        settle(name, why.row ? null : why.stored);
        if (why.row && form.querySelector('[data-repeat="' + name.split("/")[0] + '"]')) location.replace(location.pathname);
      },
      drop: function () { settle(name, null); },
      keep: function () {
        var entry = waiting.get(name);
        entry.seen = entry.why.stored.revision;
        free(entry);
        keep(name);
        told.unnote(name);
        pump();
        list();
      },
    };
  }

  function settle(name, stored) {
    if (stored) accept(name, stored);
    drop(name);
    Cells.restore(form, name);
    told.unnote(name);
    told.saved(name, stored && stored.at ? words.saved_at.replace("{{time}}", stored.at) : "", "");
    list();
    refresh();
    pump();
  }

  // what is not saved and will not go without the person, and without a connection what has not gone yet
  function list() {
    var waits = [];
    if (pressing) return;
    waiting.forEach(function (entry, name) {
      if (!entry.stuck && !offline) return;
      var place = told.place(name, entry.place) || { title: name, url: location.pathname };
      waits.push({ title: place.title, url: place.url, why: entry.why, acts: actsOf(name), typed: entry.why && entry.why.yours });
    });
    told.show(waits);
  }

  // --- sending ---

  // what the server has now is what the page showed
  function accept(name, cell) {
    var was = Cells.was(form, name);
    if (!was) return;
    was.value = Cells.marks[cell.state] || cell.value;
    was.dataset.revision = cell.revision;
  }

  function csrf() {
    return form.elements.namedItem("csrf").value;
  }

  function bodyOf(name, entry) {
    var parts = name.split("/");
    var body = new URLSearchParams();
    body.set("csrf", csrf());
    body.set("row", parts[1] || "");
    body.set("column", parts[2] || "");
    body.set("value", entry.value);
    body.set("state", entry.state);
    body.set("seen", entry.seen);
    body.set("page", page);
    body.set("seq", ++sequence);
    return body.toString();
  }

  // a connection that hangs is none
  function patience() {
    var abort = window.AbortController && new AbortController();
    if (!abort) return undefined;
    setTimeout(function () { abort.abort(); }, 15000);
    return abort.signal;
  }

  function post(name, entry, last) {
    return fetch(form.dataset.save + "/" + name.split("/")[0], {
      method: "POST",
      credentials: "same-origin",
      headers: { "Content-Type": "application/x-www-form-urlencoded" },
      body: bodyOf(name, entry),
      keepalive: last,
      signal: last ? undefined : patience(),
    });
  }

  function send(name, last) {
    var entry = waiting.get(name);
    var stamp = entry.stamp;
    entry.flying = true;
    told.saved(name, words.saving, "waiting");
    post(name, entry, last)
      .then(function (reply) {
        return reply.text().then(function (text) {
          var said = {};
          try {
            said = JSON.parse(text);
          } catch (notJson) {
            // a page of the server itself
          }
          entry.flying = false;
          answer(name, entry, stamp, reply, said);
        });
      })
      .catch(function () {
        entry.flying = false;
        failed(words.offline);
      })
      .then(pump);
  }

  // the row of this cell is being taken away; what became of the cell does not matter any more
  function goneWith(name, entry, reply, said) {
    var removal = waiting.get(rowOf(name) + ".order");
    if (!removal || removal === entry) return false;
    if (reply.ok && said.ok) removal.seen += said.revision - entry.seen;
    else if (reply.status !== 422 && !said.stored) return false;
    drop(name);
    keep(rowOf(name) + ".order");
    reached();
    return true;
  }

  function answer(name, entry, stamp, reply, said) {
    if (goneWith(name, entry, reply, said)) return;
    if (reply.ok && said.ok) saved(name, entry, stamp, said);
    else if (reply.status === 409 && said.stored) stick(name, entry, stamp, said);
    else if (reply.status === 422 || reply.status === 404)
      stick(name, entry, stamp, Object.assign(said, { sentence: said.refused || words.busy }));
    else if (reply.status === 409) stop(said.sentence || words.closed);
    else if (reply.status === 403 && said.other_person) stop(said.sentence);
    else if (reply.status === 403) renew();
    else failed(words.busy);
  }

  // the server answers: when it did not before, and nothing is left over, that is said
  function reached() {
    back = back || offline;
    offline = false;
    held = "";
    renewals = 0;
    pause = 0;
    if (back) told.tell(waiting.size === 0 ? words.sent : "");
    if (waiting.size === 0) back = false;
  }

  function saved(name, entry, stamp, said) {
    came++;
    accept(name, said);
    if (entry.stamp === stamp) {
      drop(name);
      if (!shown.has(name)) told.unnote(name);
      told.saved(name, words.saved_at.replace("{{time}}", said.saved), "");
    } else {
      entry.seen = said.revision;
      keep(name);
    }
    if (name.endsWith("/.order")) askWhole(name.split("/")[0]);
    if (said.findings) found.set(name.split("/")[0], said.findings);
    showFound(name.split("/")[0]);
    if (said.relevant && !window.Expr) showAsked(said.relevant);
    reached();
    list();
    refresh();
  }

  // "not applicable" was refused as long as the table had this row
  function askWhole(question) {
    var whole = waiting.get(question);
    if (!whole || !whole.stuck) return;
    free(whole);
    told.unnote(question);
  }

  // What will keep a question from being handed in is kept and said at once; that a cell is missing, when the person
  // has left its row.
  function ready(one) {
    var row = rowAt(one.name);
    return !(row && row.contains(document.activeElement) && Cells.isEmpty(form, one.name));
  }

  function showFound(question) {
    var now = new Map();
    (found.get(question) || []).filter(ready).forEach(function (one) {
      var entry = waiting.get(one.name);
      if (!now.has(one.name) && !(entry && entry.why)) now.set(one.name, one.sentence);
    });
    shown.forEach(function (sentence, name) {
      if (name.split("/")[0] !== question || now.get(name) === sentence) return;
      shown.delete(name);
      told.unnote(name);
    });
    now.forEach(function (sentence, name) {
      if (shown.get(name) === sentence) return;
      if (told.note(name, sentence)) shown.set(name, sentence);
    });
  }

  function showAllFound() {
    found.forEach(function (all, question) { showFound(question); });
  }

  function leftRow() {
    setTimeout(function () {
      if (!pressing) showAllFound();
    }, 0);
  }

  // stays on this device until the person changes it, picks, or lets it go
  function stick(name, entry, stamp, why) {
    reached();
    if (entry.stamp !== stamp) return; // typed on meanwhile: that is judged next
    entry.stuck = true;
    entry.why = why;
    if (why.title) entry.place = { title: why.title, url: why.url };
    keep(name);
    told.saved(name, "", "");
    shown.delete(name);
    if (why.stored) told.conflict(name, why, actsOf(name));
    else told.note(name, why.sentence);
    list();
  }

  function failed(sentence) {
    offline = true;
    if (leaving) stay();
    else told.tell(held || sentence);
    waiting.forEach(function (entry, name) {
      if (!entry.stuck) told.saved(name, sentence, "failed");
    });
    list();
    pause = Math.min(pause ? pause * 2 : 2000, 30000);
    clearTimeout(retry);
    retry = setTimeout(function () {
      retry = 0;
      pump();
    }, pause);
  }

  function stop(sentence) {
    stopped = true;
    leaving = null;
    told.tell(sentence);
    waiting.forEach(function (entry, name) { told.saved(name, sentence, "failed"); });
  }

  // the session of this page has ended: has the same person come in again?
  function renew() {
    if (stopped || renewing) return;
    renewing = true;
    fetch(location.pathname, { credentials: "same-origin" })
      .then(function (reply) {
        return reply.text().then(function (text) {
          renewing = false;
          var other = new DOMParser().parseFromString(text, "text/html");
          var same = other.querySelector('form[data-response="' + form.dataset.response + '"]');
          if (!reply.ok || !same || ++renewals > 3) {
            stop(words.other_person);
            return;
          }
          all("input[name=csrf]").forEach(function (input) {
            input.value = same.elements.namedItem("csrf").value;
          });
          pump();
        });
      })
      .catch(function () {
        renewing = false;
        failed(words.offline);
      });
  }

  function rowOf(name) {
    return name.split("/").slice(0, 2).join("/") + "/";
  }

  // A row is taken away after all that was written into it, so that nothing brings it back. "Not applicable" to a
  // whole table goes after its rows are gone, and is taken back before they are filled.
  function comesLater(name, entry) {
    var whole = waiting.get(name.split("/")[0]);
    if (whole && whole !== entry && !whole.stuck && whole.state === "answered") return true;
    return Array.from(waiting.keys()).some(function (other) {
      var ahead = waiting.get(other);
      if (ahead === entry || ahead.stuck) return false;
      if (name.endsWith("/.order")) return ahead.flying && other.startsWith(rowOf(name));
      return entry.state !== "answered" && other.startsWith(name + "/");
    });
  }

  function mayFly(name, entry) {
    return !entry.flying && !entry.stuck && entry.due <= Date.now() && !comesLater(name, entry);
  }

  // one request a cell at a time, a few cells at once
  function pump() {
    var flying = 0;
    if (stopped || renewing || pressing) return;
    waiting.forEach(function (entry) { flying += entry.flying ? 1 : 0; });
    if (!(offline && retry))
      waiting.forEach(function (entry, name) {
        if (flying < 4 && mayFly(name, entry)) {
          flying++;
          send(name, false);
        }
      });
    if (busy()) return;
    settled.splice(0).forEach(function (done) { done(); });
    if (leaving) depart();
  }

  // does something still fly or wait for its turn?
  function busy() {
    return Array.from(waiting.values()).some(function (entry) { return entry.flying || !entry.stuck; });
  }

  function change(name, delay) {
    var cell = Cells.read(form, name);
    var entry = waiting.get(name);
    var was = Cells.was(form, name);
    if (!offline && !stopped) told.tell("");
    if (!entry) {
      entry = { seen: was ? +was.dataset.revision || 0 : 0, flying: false };
      waiting.set(name, entry);
    }
    if (entry.value !== cell.value || entry.state !== cell.state) entry.stamp = ++sequence;
    entry.value = cell.value;
    entry.state = cell.state;
    free(entry);
    entry.place = told.place(name, entry.place);
    entry.due = Date.now() + delay;
    // typed and taken back before it was sent
    if (!entry.flying && was && was.value === (Cells.marks[cell.state] || cell.value) && +was.dataset.revision === entry.seen) {
      drop(name);
      told.unnote(name);
      list();
      refresh();
      return;
    }
    keep(name);
    list();
    clearTimeout(timers.get(name));
    timers.set(name, setTimeout(pump, delay));
    refresh();
  }

  // While a pointer is down nothing is sent or shown: leaving a field for a button would push the button from under
  // the pointer, and the press would be lost. Not for long: that a pointer was lifted is not always told.
  function press() {
    clearTimeout(pressing);
    pressing = setTimeout(pressed, 1000);
  }

  function pressed() {
    if (!pressing) return;
    clearTimeout(pressing);
    pressing = 0;
    showAllFound();
    list();
    refresh();
    pump();
  }

  function lifted() {
    setTimeout(pressed, 0); // a click comes first
  }

  // --- the page ---

  function refresh() {
    var left = form.querySelector("[data-left]");
    if (pressing) return;
    askAgain();
    if (left) left.textContent = Cells.countLeft(form);
  }

  function showAsked(asked) {
    all("[data-question]", form).forEach(function (fieldset) {
      fieldset.hidden = !asked.includes(fieldset.dataset.question);
    });
  }

  // "not applicable" to a table that is filled: its rows go, when the person says so
  function emptyTable(control) {
    var question = control.name;
    Cells.rowsOf(form, question).forEach(function (row) {
      var names = new Set(all("input,select,textarea", row).filter(Cells.isCell).map(Cells.nameOf));
      if (row.querySelector("[data-remove]")) takeAway(row);
      else names.forEach(function (name) {
        Cells.write(form, name, "", "answered");
        change(name, 0);
      });
    });
    Cells.number(form, question);
  }

  function asksTable(control) {
    if (!("state" in control.dataset) || !control.checked || !Cells.tableFilled(form, control.name)) return false;
    control.checked = false;
    window.ask(words.rows_ask.replace("{{state}}", control.parentNode.textContent.trim()), words.rows_yes, words.rows_no,
      function () {
        control.checked = true;
        emptyTable(control);
        Cells.settle(form, control);
        change(control.name, 0);
        control.focus();
      });
    return true;
  }

  function typed(event) {
    var control = event.target;
    var text = control.nodeName === "TEXTAREA" || (control.nodeName === "INPUT" && /^(text|date)$/.test(control.type));
    if (!Cells.isCell(control)) return;
    leaving = null;
    held = "";
    if (event.type === "input" && !text) return; // "change" comes, too
    if (event.type === "change" && text && !waiting.has(Cells.nameOf(control))) return;
    if (asksTable(control)) return;
    Cells.settle(form, control).concat(Cells.nameOf(control)).forEach(function (name) {
      change(name, event.type === "input" ? 600 : 0);
    });
  }

  function addRow(question) {
    var row = Cells.addRow(form, question, Cells.newRowId());
    var first = row && row.querySelector("input:not([type=hidden]),select,textarea");
    if (first) first.focus();
  }

  // takes a row off the page, and from what is stored
  function takeAway(row) {
    var question = row.closest("[data-repeat]").dataset.repeat;
    var name = question + "/" + row.dataset.row + "/.order";
    var stored = all("input[type=hidden]", row).some(function (was) { return +was.dataset.revision > 0; });
    // every change of a cell raises its revision: their sum says what of the row was seen
    var seen = all('input[name^="was:"]:not([name$="/.order"])', row).reduce(function (sum, was) {
      var entry = waiting.get(was.name.slice(4));
      return sum + (entry ? entry.seen : +was.dataset.revision || 0);
    }, 0);
    Array.from(waiting.keys()).forEach(function (waits) {
      if (waits.startsWith(question + "/" + row.dataset.row + "/")) {
        stored = stored || waiting.get(waits).flying;
        if (!waiting.get(waits).flying) drop(waits);
      }
    });
    if (stored) {
      waiting.set(name, {
        value: "", state: "answered", seen: seen, place: told.place(name), stamp: ++sequence, due: 0, flying: false,
      });
      keep(name);
    }
    row.remove();
  }

  function removeRow(row) {
    var question = row.closest("[data-repeat]").dataset.repeat;
    takeAway(row);
    Cells.number(form, question);
    form.querySelector('[data-add="' + question + '"]').focus();
    list();
    pump();
    refresh();
  }

  function clicked(event) {
    var add = event.target.closest("[data-add]");
    var remove = event.target.closest("[data-remove]");
    var clear = event.target.closest("[data-clear]");
    var name;
    if (!add && !remove && !clear) return;
    event.preventDefault();
    if (clear) {
      name = clear.value.slice("clear:".length);
      Cells.write(form, name, "", "answered");
      change(name, 0);
      Cells.controls(form, name)[0].focus();
      return;
    }
    if (add) addRow(add.dataset.add);
    else removeRow(remove.closest("[data-row]"));
  }

  // --- leaving the page ---

  function kindOf(by, which) {
    if ("leave" in by.dataset) return "leave";
    if ("handIn" in by.dataset) return "send";
    return which && /^lang:/.test(which.value) ? "lang" : which && /^(stored|mine):/.test(which.value) ? "pick" : "go";
  }

  // all that waits goes now
  function hurry() {
    waiting.forEach(function (entry) { entry.due = 0; });
    clearTimeout(retry);
    retry = 0;
    pump();
  }

  // leave once everything that can be saved is saved; not later, when the person has gone on here
  function submitted(event) {
    var by = event.submitter;
    if (event.target.dataset.leaving) return;
    if (by && "enter" in by.dataset) { // Enter in a field saves, and one stays where one is
      event.preventDefault();
      hurry();
      return;
    }
    leaving = { form: event.target, by: by, kind: kindOf(event.target, by) };
    if (waiting.size === 0 && navigator.onLine !== false) {
      leaving = null;
      return;
    }
    event.preventDefault();
    if (navigator.onLine === false) stay();
    else if (!busy() || stopped) depart();
    else {
      setTimeout(function () {
        if (leaving) told.tell(words.saving);
      }, 1000);
      hurry();
    }
  }

  // there is no way on now, and none is taken later
  function stay() {
    held = words[leaving.kind === "leave" ? "leave_offline" : leaving.kind === "send" ? "send_offline" : "go_offline"];
    leaving = null;
    told.tell(held);
  }

  function goOn(to) {
    to.form.dataset.leaving = "yes";
    if (to.by && to.by.form === to.form) to.form.requestSubmit(to.by);
    else to.form.submit();
  }

  function conflicts(here) {
    return Array.from(waiting.keys()).filter(function (name) {
      var why = waiting.get(name).why;
      return why && why.stored && (!here || Cells.was(form, name) || document.getElementById("note-" + name));
    });
  }

  // nothing flies any more, but something may stay here
  function depart() {
    var to = leaving;
    var open = conflicts(to.kind !== "send");
    var go = goOn.bind(null, to);
    leaving = null;
    told.tell("");
    if (to.kind === "leave" && waiting.size > 0)
      window.ask(to.form.dataset.ask, to.form.dataset.yes, to.form.dataset.no, go);
    else if (to.kind === "lang" && waiting.size > 0 && keysOf(prefix).length === waiting.size) location.assign(location.pathname + "?" + to.by.value.replace(":", "="));
    else if ((to.kind === "go" || to.kind === "send") && open.length > 0) {
      told.tell(words.choose);
      told.lead(open[0]);
    } else if (to.kind === "send" && waiting.size > 0) window.ask(words.send_ask, words.send_yes, words.send_no, go);
    else go();
  }

  // the page is left without a button: what waits goes along
  function flush() {
    if (stopped) return;
    waiting.forEach(function (entry, name) {
      if (!entry.flying && !entry.stuck) send(name, true);
    });
  }

  function rowAt(name) {
    return Cells.rowsOf(form, name.split("/")[0]).find(function (row) { return row.dataset.row === name.split("/")[1]; });
  }

  function restoreOne(key) {
    var name = key.slice(prefix.length);
    var parts = name.split("/");
    var row = rowAt(name);
    var entry;
    try {
      entry = JSON.parse(localStorage.getItem(key));
    } catch (broken) {
      localStorage.removeItem(key);
      return;
    }
    if (parts[2] === ".order") { // taken away
      if (row) row.remove();
    } else if (parts[1] && localStorage.getItem(prefix + rowOf(name) + ".order")) {
      drop(name);
      return;
    }
    if (parts[2] && parts[2] !== ".order" && !row) Cells.addRow(form, parts[0], parts[1]);
    Cells.write(form, name, entry.value, entry.state);
    waiting.set(name, {
      value: entry.value, state: entry.state, seen: entry.seen, place: told.place(name, entry.place),
      stamp: ++sequence, due: 0, flying: false,
    });
  }

  function start() {
    var before;
    keysOf(prefix).forEach(restoreOne);
    before = waiting.size;
    all("[data-filter]").forEach(Cells.addFilter);
    all("[data-plain-save]").forEach(function (plain) { plain.hidden = true; });
    all("[data-repeat]").forEach(function (repeat) { Cells.number(form, repeat.dataset.repeat); });
    form.addEventListener("input", typed);
    form.addEventListener("change", typed);
    form.addEventListener("click", clicked);
    form.addEventListener("focusout", leftRow);
    document.addEventListener("pointerdown", press, true);
    document.addEventListener("pointerup", lifted, true);
    document.addEventListener("pointercancel", lifted, true);
    document.addEventListener("click", pressed, true);
    all("form").forEach(function (any) { any.addEventListener("submit", submitted); });
    window.addEventListener("online", function () {
      retry = 0;
      pump();
    });
    window.addEventListener("pagehide", flush);
    window.addEventListener("pageshow", function () {
      all("form").forEach(function (any) { delete any.dataset.leaving; });
    });
    document.addEventListener("visibilitychange", function () {
      if (document.visibilityState === "hidden") flush();
    });
    if (before > 0) settled.push(function () {
      // the review shows answers as they were before these came; what stays refused is no reason to read it again
      if ("handIn" in form.dataset && came > 0) location.reload();
      else told.tell(waiting.size === 0 ? words.sent : "");
    });
    refresh();
    pump();
  }

  start();
})();
