// What a person is told about saving: the line under a question, the note beside a field, the bar, and the list of
// what is not saved yet. Knows nothing of sending. ES2017, needs cells.js.
(function (root) {
  "use strict";
  var Cells = root.Cells;

  function make(tag, className, text) {
    var made = document.createElement(tag);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  }

  function button(label, action) {
    var made = make("button", "button quiet small", label);
    made.type = "button";
    made.addEventListener("click", action);
    return made;
  }

  function words(element) {
    var copy = element.cloneNode(true);
    Cells.all(".must", copy).forEach(function (must) { must.remove(); });
    return copy.textContent.replace(/\s+/g, " ").trim();
  }

  root.Told = function (form, say) {
    var status = document.querySelector("[data-status]");
    var state = document.querySelector("[data-save-state]");
    var list = document.querySelector("[data-waits]");

    function fieldsetOf(name) {
      return form.querySelector('[data-question="' + name.split("/")[0] + '"]');
    }

    // where a question stands: on this page, or in the review; else what is known of it already
    function place(name, known) {
      var question = name.split("/")[0];
      var fieldset = fieldsetOf(name);
      var reviewed = fieldset ? null : document.querySelector(".review #q-" + question);
      var change = reviewed && reviewed.querySelector(".change a");
      if (fieldset)
        return { title: words(fieldset.querySelector("legend")), url: location.pathname + "#q-" + question };
      if (change) return { title: words(reviewed.querySelector("dt")), url: change.getAttribute("href") };
      return known;
    }

    // under the question, and in the bar that is always in sight
    function saved(name, text, kind) {
      var fieldset = fieldsetOf(name);
      var line = fieldset && fieldset.querySelector("[data-saved]");
      if (line) {
        line.textContent = text;
        line.className = "saved" + (kind ? " " + kind : "");
      }
      if (state && kind !== "failed") {
        state.textContent = text;
        state.className = "saved" + (kind ? " " + kind : "");
      }
    }

    // read out once; while there is something to say, "saved" is not shown beside it
    function tell(text) {
      if (status.textContent !== text) status.textContent = text;
      if (state) state.hidden = text !== "";
    }

    function controlsOf(name) {
      return Cells.controls(form, name).map(function (control) { return control.seen || control; });
    }

    function unnote(name) {
      var note = document.getElementById("note-" + name);
      var fieldset = fieldsetOf(name);
      if (note) note.remove();
      controlsOf(name).forEach(function (control) {
        control.removeAttribute("aria-invalid");
      });
      if (fieldset && !fieldset.querySelector("[id^='note-']")) fieldset.classList.remove("refused");
    }

    // a sentence beside the field; the note, or null when the field is not on this page. What is said of a whole table
    // stands over its rows, and what is said of a row that was taken away, too.
    function note(name, sentence) {
      var table = name.includes("/") && !name.endsWith("/.order") ? "" : name.split("/")[0];
      var rows = table && form.querySelector('[data-repeat="' + table + '"]');
      var beside = rows || Cells.was(form, name);
      var made;
      unnote(name);
      if (!beside) return null;
      made = make("div");
      made.id = "note-" + name;
      made.setAttribute("role", "alert");
      made.appendChild(make("p", "refusal", sentence));
      beside.parentNode.insertBefore(made, beside);
      fieldsetOf(name).classList.add("refused");
      controlsOf(name).forEach(function (control) {
        if (control.type !== "radio" && control.type !== "checkbox") control.setAttribute("aria-invalid", "true");
        control.setAttribute("aria-describedby", made.id);
      });
      return made;
    }

    // what is stored, and the two ways on
    function choice(why, acts) {
      var line = make("p");
      line.appendChild(document.createTextNode(say.stored_now + ": "));
      line.appendChild(make("b", "", why.stored.words || say.stored_nothing));
      line.appendChild(document.createTextNode(" " + why.stored.at + " "));
      line.appendChild(button(why.row ? say.keep_row : say.take_stored, acts.take));
      line.appendChild(button(why.row ? say.remove_row : say.keep_mine, acts.keep));
      return line;
    }

    function conflict(name, why, acts) {
      var made = note(name, why.sentence);
      if (made) made.appendChild(choice(why, acts));
    }

    // what is not saved: each with its question, the reason, and what can be done about it
    function item(waits) {
      var made = make("li");
      var link = make("a", "", waits.title);
      var typed = waits.typed ? " «" + (waits.typed.length > 60 ? waits.typed.slice(0, 60) + "…" : waits.typed) + "»" : "";
      link.href = waits.url;
      made.appendChild(link);
      made.appendChild(document.createTextNode(typed + ": " + (waits.why ? waits.why.sentence : say.not_sent) + " "));
      if (waits.why && waits.why.stored) made.appendChild(choice(waits.why, waits.acts));
      else if (waits.why) made.appendChild(button(say.let_go, waits.acts.drop));
      return made;
    }

    function show(waits) {
      var rows = list.querySelector("ul");
      list.hidden = waits.length === 0;
      list.querySelector("[data-count]").textContent = waits.length;
      rows.textContent = "";
      waits.forEach(function (one) { rows.appendChild(item(one)); });
    }

    // to the note beside a field, or to the list when the field is elsewhere
    function lead(name) {
      var made = document.getElementById("note-" + name);
      if (!made) list.open = true;
      (made || list).scrollIntoView({ block: "center" });
      (made || list).querySelector("button").focus();
    }

    return { lead: lead, place: place, saved: saved, tell: tell, note: note, unnote: unnote, conflict: conflict, show: show };
  };
})(window);
