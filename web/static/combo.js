// A long list of choices becomes a field that searches in it: the combobox of the ARIA authoring guide. The select stays
// in the form and holds the answer; without this script it is the control itself. ES2017, no dependency.
(function (root) {
  "use strict";
  var made = 0;

  function make(tag, attributes, within) {
    var element = document.createElement(tag);
    Object.keys(attributes).forEach(function (name) { element.setAttribute(name, attributes[name]); });
    if (within) within.appendChild(element);
    return element;
  }

  // "other", "don't know" and "not applicable" are offered whatever is looked for
  function always(option) {
    return option.value === "other" || option.value.charAt(0) === ":";
  }

  root.Combo = function (select) {
    var id = "combo-" + ++made;
    var label = select.closest("label");
    var holder = make("span", { class: "combo" });
    var input = make("input", {
      type: "text", role: "combobox", "aria-expanded": "false", "aria-autocomplete": "list", "aria-controls": id,
      autocomplete: "off", placeholder: select.dataset.filter,
    }, holder);
    var popup = make("div", { class: "combo-list", hidden: "" });
    var none = make("p", { class: "muted", role: "status" }, popup);
    var list = make("ul", { role: "listbox", id: id, "aria-label": select.dataset.filter }, popup);
    var shown = []; // the options in sight
    var at = -1; // which of them Enter takes

    function sync() {
      var option = select.selectedOptions[0];
      input.value = option && option.value !== "" ? option.textContent : "";
    }

    function close() {
      popup.hidden = true;
      at = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }

    function point(to) {
      at = to;
      Array.from(list.children).forEach(function (item, i) {
        item.setAttribute("aria-selected", i === at ? "true" : "false");
        if (i === at) item.scrollIntoView({ block: "nearest" });
      });
      if (at < 0) input.removeAttribute("aria-activedescendant");
      else input.setAttribute("aria-activedescendant", id + "-" + at);
    }

    function open(wanted) {
      var options = Array.from(select.options).filter(function (option) { return option.value !== ""; });
      var fits = options.filter(function (option) {
        return !always(option) && option.textContent.toLowerCase().includes(wanted);
      });
      shown = fits.concat(options.filter(always));
      list.textContent = "";
      shown.forEach(function (option, i) {
        make("li", { role: "option", id: id + "-" + i }, list).textContent = option.textContent;
      });
      list.hidden = shown.length === 0;
      popup.hidden = false;
      none.textContent = fits.length ? "" : select.dataset.none;
      input.setAttribute("aria-expanded", "true");
      point(wanted && fits.length ? 0 : shown.indexOf(select.selectedOptions[0]));
    }

    function choose(value) {
      var changed = select.value !== value;
      select.value = value;
      close();
      sync();
      if (changed) select.dispatchEvent(new Event("change", { bubbles: true }));
    }

    // left: what is written in full is chosen, an emptied field takes the choice back, half a word changes nothing
    function leave() {
      var text = input.value.trim().toLowerCase();
      var exact = Array.from(select.options).find(function (option) { return option.textContent.toLowerCase() === text; });
      if (text === "") choose("");
      else if (exact) choose(exact.value);
      close();
      sync();
    }

    function key(event) {
      var step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
      if (step) {
        event.preventDefault();
        if (popup.hidden) open("");
        else if (shown.length) point((at + step + shown.length) % shown.length);
      } else if (event.key === "Enter" && !popup.hidden) {
        event.preventDefault();
        if (at >= 0) choose(shown[at].value);
      } else if (event.key === "Escape" && !popup.hidden) {
        event.preventDefault();
        close();
        sync();
      }
    }

    input.addEventListener("input", function () { open(input.value.trim().toLowerCase()); });
    input.addEventListener("click", function () {
      if (popup.hidden) open("");
    });
    input.addEventListener("keydown", key);
    input.addEventListener("blur", leave);
    popup.addEventListener("mousedown", function (event) { event.preventDefault(); });
    popup.addEventListener("click", function (event) {
      var item = event.target.closest("[role=option]");
      if (item) choose(shown[Array.from(list.children).indexOf(item)].value);
    });

    ["aria-labelledby", "aria-describedby", "aria-invalid", "id"].forEach(function (name) {
      if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
    });
    if (label) input.setAttribute("aria-label", label.textContent.replace(select.textContent, "").trim());
    select.removeAttribute("id");
    select.parentNode.insertBefore(holder, select);
    (label || holder).insertAdjacentElement(label ? "afterend" : "beforeend", popup);
    select.hidden = true;
    select.seen = input; // what a note beside the field describes
    select.refresh = sync;
    sync();
  };
})(window);
