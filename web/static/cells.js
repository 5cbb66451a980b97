// The cells of a questionnaire's page: reading and writing their controls, rows of tables, long lists, and which
// questions are asked for. The page works without it. ES2017, no dependency but expr.js and combo.js.
(function (root) {
  "use strict";
  var states = { ":dk": "dont_know", ":na": "not_applicable" };
  var marks = { dont_know: ":dk", not_applicable: ":na" };

  function all(selector, within) {
    return Array.from((within || document).querySelectorAll(selector));
  }

  function questionOf(control) {
    return control.closest("[data-question]");
  }

  // the places of a rank are fields NAME/1, NAME/2 of one cell
  function nameOf(control) {
    var fieldset = questionOf(control);
    if (fieldset && fieldset.dataset.type === "rank" && /^[a-z0-9_]+\/[0-9]+$/.test(control.name))
      return control.name.slice(0, control.name.indexOf("/"));
    return control.name;
  }

  function isCell(control) {
    return control.name && control.type !== "hidden" && control.type !== "submit" && questionOf(control) !== null;
  }

  function controls(form, name) {
    return Array.from(form.elements).filter(function (control) {
      return isCell(control) && nameOf(control) === name;
    });
  }

  function was(form, name) {
    return form.elements.namedItem("was:" + name);
  }

  // in English "460,000" has its thousands parted; sent with them closed up, it means the same in any language
  function closed(control) {
    var english = control.inputMode && document.documentElement.lang === "en";
    return english ? control.value.replace(/^([^0-9]*)([1-9][0-9]{0,2}(?:,[0-9]{3})+)(?![0-9,])/, function (all, before, number) {
      return before + number.replace(/,/g, "");
    }) : control.value;
  }

  function read(form, name) {
    var cell = { value: "", state: "answered" };
    var values = [];
    var rank = false;
    controls(form, name).forEach(function (control) {
      var ticks = control.type === "radio" || control.type === "checkbox";
      if (ticks && !control.checked) return;
      if ((ticks || control.nodeName === "SELECT") && states[control.value]) cell.state = states[control.value];
      else if (control.name !== name) rank = values.push(control.value || "-") > 0;
      else if (control.value !== "") values.push(closed(control));
    });
    while (rank && values[values.length - 1] === "-") values.pop();
    if (cell.state === "answered") cell.value = values.join(" ");
    return cell;
  }

  function isEmpty(form, name) {
    var cell = read(form, name);
    return cell.value === "" && cell.state === "answered";
  }

  function write(form, name, value, state) {
    var mark = marks[state];
    var values = value === "" ? [] : value.split(" ");
    controls(form, name).forEach(function (control, i) {
      if (control.type === "radio" || control.type === "checkbox")
        control.checked = mark ? control.value === mark : values.includes(control.value);
      else if (control.name !== name) control.value = mark || !values[i] || values[i] === "-" ? "" : values[i];
      else if (control.nodeName === "SELECT") control.value = mark || value;
      else control.value = mark ? "" : value;
      if (control.refresh) control.refresh();
    });
  }

  // what is stored, written as people write it
  function restore(form, name) {
    var stored = was(form, name);
    var decimal = controls(form, name).some(function (control) { return control.inputMode === "decimal"; });
    var state, value;
    if (!stored) return;
    state = states[stored.value] || "answered";
    value = state === "answered" ? stored.value : "";
    write(form, name, decimal && document.documentElement.lang !== "en" ? value.replace(".", ",") : value, state);
  }

  // one answer excludes another: "don't know" and the rest, "none of these" and the rest
  function settle(form, control) {
    var alone = "state" in control.dataset || "exclusive" in control.dataset;
    var answered = control.type === "checkbox" ? control.checked : control.value !== "";
    var changed = [];
    controls(form, nameOf(control)).forEach(function (other) {
      var otherAlone = "state" in other.dataset || "exclusive" in other.dataset;
      if (other === control || !answered || control.type === "radio" || !(alone || otherAlone)) return;
      if (other.type === "checkbox") other.checked = false;
      else if (alone && "state" in control.dataset) other.value = "";
      if (other.refresh) other.refresh();
    });
    if (answered && control.closest("[data-row]") && takeBack(form, questionOf(control).dataset.question))
      changed.push(questionOf(control).dataset.question);
    if (control.dataset.otherOf && control.value !== "" && pickOther(form, control.dataset.otherOf))
      changed.push(control.dataset.otherOf);
    return changed;
  }

  // an answer in a row takes back "not applicable" of the whole table
  function takeBack(form, question) {
    return controls(form, question).filter(function (control) { return control.checked; }).map(function (control) {
      control.checked = false;
    }).length > 0;
  }

  // writing one's own answer picks "other"
  function pickOther(form, name) {
    return controls(form, name).some(function (control) {
      if ("asks" in control.dataset && !control.checked) {
        control.checked = true;
        settle(form, control);
        return true;
      }
      if (control.nodeName === "SELECT" && control.name === name && control.value === "") {
        control.value = "other";
        if (control.refresh) control.refresh();
        return true;
      }
      return false;
    });
  }

  // --- rows ---

  function repeatOf(form, question) {
    return form.querySelector('[data-repeat="' + question + '"]');
  }

  function rowsOf(form, question) {
    var repeat = repeatOf(form, question);
    return repeat ? all("[data-row]", repeat) : [];
  }

  function number(form, question) {
    var repeat = repeatOf(form, question);
    var rows = rowsOf(form, question);
    var add = form.querySelector('[data-add="' + question + '"]');
    rows.forEach(function (row, i) {
      var shown = row.querySelector("[data-row-number]");
      if (shown) shown.textContent = i + 1;
    });
    if (add) add.disabled = +repeat.dataset.most > 0 && rows.length >= +repeat.dataset.most;
  }

  function addRow(form, question, id) {
    var template = form.querySelector('template[data-empty-row="' + question + '"]');
    var holder = document.createElement("div");
    var row;
    if (!template) return null;
    holder.innerHTML = template.innerHTML.split("__row__").join(id);
    row = holder.querySelector("[data-row]");
    repeatOf(form, question).appendChild(row);
    all("[data-filter]", row).forEach(addFilter);
    number(form, question);
    return row;
  }

  function tableFilled(form, question) {
    return rowsOf(form, question).some(function (row) { return rowFilled(form, row); });
  }

  function newRowId() {
    return "n" + Date.now().toString(36) + Math.random().toString(36).slice(2, 6);
  }

  function rowFilled(form, row) {
    return all("input,select,textarea", row).some(function (control) {
      if (!isCell(control)) return false;
      return control.type === "radio" || control.type === "checkbox" ? control.checked : control.value !== "";
    });
  }

  // --- long lists ---

  function fits(text, wanted) {
    return text.toLowerCase().includes(wanted);
  }

  function addFilter(list) {
    var search = document.createElement("input");
    var none = document.createElement("p");
    if (list.dataset.ready) return;
    list.dataset.ready = "yes";
    if (list.nodeName === "SELECT") {
      if (root.Combo) root.Combo(list);
      return;
    }
    search.type = "search";
    search.className = "list-search";
    search.placeholder = list.dataset.filter;
    search.setAttribute("aria-label", list.dataset.filter);
    none.className = "muted";
    none.setAttribute("role", "status");
    search.addEventListener("keydown", function (event) {
      if (event.key === "Enter") event.preventDefault();
    });
    search.addEventListener("input", function (event) {
      var wanted = search.value.trim().toLowerCase();
      var found = 0;
      event.stopPropagation();
      all("label.choice", list).forEach(function (label) {
        var box = label.querySelector("input");
        var fitting = fits(label.textContent, wanted);
        found += fitting ? 1 : 0;
        // what is ticked, and what is offered whatever is looked for, stays in sight
        label.hidden = !fitting && !box.checked && !("asks" in box.dataset) && !("exclusive" in box.dataset);
      });
      none.textContent = found ? "" : list.dataset.none;
    });
    list.parentNode.insertBefore(search, list);
    list.parentNode.insertBefore(none, list);
  }

  // --- which questions are asked for ---

  // what expressions see: the page's controls, and answers on other pages
  function conditions(form, data) {
    var elsewhere = new Map();
    var known;

    (data.elsewhere || []).forEach(function (cell) {
      elsewhere.set(cell.slice(0, 3).join("/"), cell[3]);
    });

    function onPage(question) {
      return document.getElementById("q-" + question) !== null;
    }

    function name(question, row, column) {
      return column ? question + "/" + row + "/" + column : row ? question + "/" + row : question;
    }

    var env = {
      survey: data.survey,
      today: data.today,
      roles: data.roles,
      value: function (question, row, column) {
        if (!onPage(question)) return elsewhere.get([question, row || "", column || ""].join("/")) || "";
        var cell = read(form, name(question, row, column));
        var control = controls(form, name(question, row, column))[0];
        return cell.state !== "answered" ? "" : control && control.inputMode ? asNumber(cell.value) : cell.value;
      },
      rows: function (question) {
        if (onPage(question))
          return rowsOf(form, question).map(function (row) { return row.dataset.row; });
        return Array.from(new Set(Array.from(elsewhere.keys()).map(function (key) { return key.split("/"); })
          .filter(function (key) { return key[0] === question && key[1] !== ""; })
          .map(function (key) { return key[1]; })));
      },
      filled: function (question, id) {
        if (!onPage(question)) return env.rows(question).includes(id);
        return rowsOf(form, question).some(function (row) { return row.dataset.row === id && rowFilled(form, row); });
      },
      relevant: relevant,
    };

    function relevant(question) {
      var trees = (data.conditions || {})[question];
      if (!trees) return true;
      if (known[question] === undefined) {
        known[question] = true; // a circle cannot be: the file was checked
        known[question] = root.Expr.holds(trees[0], env) && root.Expr.holds(trees[1], env);
      }
      return known[question];
    }

    return function () {
      known = {};
      Object.keys(data.conditions || {}).forEach(function (question) {
        var fieldset = document.getElementById("q-" + question);
        if (fieldset && root.Expr) fieldset.hidden = !relevant(question);
      });
    };
  }

  // a number as it is stored, so that conditions see what the server sees
  function asNumber(value) {
    var number = value.replace(/[\s\u00a0\u2009\u202f]/g, "").replace(",", ".");
    if (!/^-?[0-9]+(\.[0-9]+)?$/.test(number)) return value;
    number = number.replace(/^(-?)0+(?=[0-9])/, "$1");
    return number.includes(".") ? number.replace(/\.?0+$/, "") : number;
  }

  function holdsAnswer(control) {
    if (!isCell(control) || /\/\.(comment|importance|other|order)$/.test(control.name)) return false;
    return control.type === "radio" || control.type === "checkbox" ? control.checked : control.value.trim() !== "";
  }

  // nothing of it is left to answer; some matrices want an answer in each of their rows
  function complete(fieldset) {
    var answers = Array.from(fieldset.elements).filter(holdsAnswer);
    if (fieldset.querySelector(".refusal")) return false;
    if (!fieldset.querySelector("[data-each]")) return answers.length > 0;
    return all("[data-row]", fieldset).every(function (row) {
      return answers.some(function (control) { return row.contains(control); });
    });
  }

  function countLeft(form) {
    return all("fieldset[data-question]", form).filter(function (fieldset) {
      return !fieldset.hidden && !complete(fieldset);
    }).length;
  }

  root.Cells = {
    all: all, isCell: isCell, nameOf: nameOf, questionOf: questionOf, controls: controls, was: was, read: read, isEmpty: isEmpty,
    write: write, restore: restore, settle: settle, addRow: addRow, newRowId: newRowId, number: number, rowsOf: rowsOf, tableFilled: tableFilled,
    addFilter: addFilter, conditions: conditions, countLeft: countLeft, marks: marks,
  };
})(window);
