// The appearance switch and small niceties; every page works without it. ES2017, no dependency.
(function () {
  "use strict";
  var root = document.documentElement;
  var names = ["auto", "light", "dark"];

  function stored() {
    try {
      return localStorage.getItem("theme");
    } catch (refused) {
      return null;
    }
  }

  function show(theme) {
    if (theme === "light" || theme === "dark") root.setAttribute("data-theme", theme);
    else root.removeAttribute("data-theme");
  }

  // before the page is drawn, so that nothing flashes
  show(stored());
  root.classList.add("js");

  function themeSwitch(button) {
    function label() {
      var theme = root.getAttribute("data-theme") || "auto";
      button.textContent = { auto: "◐", light: "○", dark: "●" }[theme];
      button.title = button.getAttribute("data-" + theme);
      button.setAttribute("aria-label", button.title);
    }
    button.hidden = false;
    label();
    button.addEventListener("click", function () {
      var theme = names[(names.indexOf(root.getAttribute("data-theme") || "auto") + 1) % names.length];
      try {
        localStorage.setItem("theme", theme);
      } catch (refused) {
        // then it holds for this page only
      }
      show(theme);
      label();
    });
  }

  // a menu that opened closes with Escape, and when something else is pressed
  function closeMenus(event) {
    Array.from(document.querySelectorAll("details.sections[open]")).forEach(function (menu) {
      if (event.type === "keydown" ? event.key !== "Escape" : menu.contains(event.target)) return;
      if (event.type === "keydown" && menu.contains(document.activeElement)) menu.querySelector("summary").focus();
      menu.open = false;
    });
  }
  document.addEventListener("keydown", closeMenus);
  document.addEventListener("click", closeMenus);

  function copyButton(button) {
    if (!navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", function () {
      var from = document.getElementById(button.getAttribute("data-copy"));
      var before = button.textContent;
      if (!from) return;
      navigator.clipboard.writeText("value" in from ? from.value : from.textContent).then(function () {
        button.textContent = button.getAttribute("data-copied") || before;
        setTimeout(function () {
          button.textContent = before;
        }, 2000);
      });
    });
  }

  // after "sign out" nothing of a person stays on the device; the appearance is nobody's
  function wipe(page) {
    var unsent = page.querySelector("[data-unsent]");
    try {
      Object.keys(localStorage).forEach(function (name) {
        if (/^(answers|exam):/.test(name)) unsent.hidden = false;
        if (name !== "theme") localStorage.removeItem(name);
      });
    } catch (refused) {
      // then nothing was kept either
    }
  }

  // the search of the page, else what its filter begins with; a form that leads to a part of the page filters nothing
  function searchField() {
    return (
      document.querySelector("[data-search]") ||
      document.querySelector('form.filter[method="get"]:not([action*="#"]) :is(select, input:not([type="hidden"]))')
    );
  }

  // where the rows of the page's tables lead: the link that opens the row, else its first
  function rowLinks() {
    return Array.from(document.querySelectorAll("main .table tbody tr"))
      .map(function (row) {
        return row.querySelector("a.row") || row.querySelector("a[href]");
      })
      .filter(Boolean);
  }

  // a sentence with consequences and two buttons; Escape is the safe one
  function ask(text, yes, no, done) {
    var box = document.createElement("dialog");
    var line = document.createElement("p");
    var row = document.createElement("p");
    if (!box.showModal) {
      if (window.confirm(text)) done();
      return;
    }
    function button(label, className, action) {
      var made = document.createElement("button");
      made.type = "button";
      made.className = className;
      made.textContent = label;
      made.addEventListener("click", function () {
        box.close();
        if (action) action();
      });
      row.appendChild(made);
    }
    box.className = "ask";
    line.id = "ask";
    line.textContent = text;
    row.className = "buttons";
    button(no, "button primary");
    button(yes, "button", done);
    box.setAttribute("aria-labelledby", "ask");
    box.append(line, row);
    box.addEventListener("close", function () { box.remove(); });
    document.body.appendChild(box);
    box.showModal();
  }
  window.ask = ask;

  function unsaved() {
    try {
      return Object.keys(localStorage).some(function (name) { return /^(answers|exam):/.test(name); });
    } catch (refused) {
      return false;
    }
  }

  // leaving wipes what this device keeps, so it asks first. A page that is being filled asks itself, after it has sent
  // what it can.
  function leaving(event) {
    var form = event.target;
    if (event.defaultPrevented || !("leave" in form.dataset) || form.dataset.leaving || !unsaved()) return;
    event.preventDefault();
    ask(form.dataset.ask, form.dataset.yes, form.dataset.no, function () {
      form.dataset.leaving = "yes";
      form.submit();
    });
  }

  // "/" searches, j and k move along the rows of a list, Enter opens the row
  function keys(event) {
    var target = event.target;
    var ticks = target.nodeName === "INPUT" && /^(checkbox|radio)$/.test(target.type);
    var typing = (/^(INPUT|TEXTAREA|SELECT)$/.test(target.nodeName) && !ticks) || target.isContentEditable;
    var rows, at, here;
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/") {
      here = searchField();
      if (here) {
        event.preventDefault();
        here.focus();
      }
      return;
    }
    if (event.key !== "j" && event.key !== "k") return;
    rows = rowLinks();
    if (!rows.length) return;
    here = target.closest("tr");
    at = rows.findIndex(function (link) {
      return link === target || (here && here.contains(link));
    });
    at += event.key === "j" ? 1 : -1;
    rows[Math.max(0, Math.min(rows.length - 1, at))].focus();
  }

  document.addEventListener("DOMContentLoaded", function () {
    var focus = document.querySelector("[data-focus]");
    document.querySelectorAll("[data-theme-switch]").forEach(themeSwitch);
    document.querySelectorAll("button[data-copy]").forEach(copyButton);
    document.querySelectorAll("button[data-print]").forEach(function (button) {
      button.hidden = false;
      button.addEventListener("click", function () {
        window.print();
      });
    });
    document.querySelectorAll("select[data-submit]").forEach(function (select) {
      select.addEventListener("change", function () {
        select.form.submit();
      });
    });
    document.querySelectorAll("[data-wipe]").forEach(wipe);
    document.addEventListener("keydown", keys);
    document.addEventListener("submit", leaving);
    document.addEventListener("click", function (event) {
      document.querySelectorAll("details.who[open]").forEach(function (menu) {
        if (!menu.contains(event.target)) menu.removeAttribute("open");
      });
    });
    // the summary of refusals is read first
    if (focus) focus.focus();
  });
})();
