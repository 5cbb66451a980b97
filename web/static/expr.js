// The value of an expression over one response, from the tree that expr_json() writes; src/model/expr_eval.c says
// the same in C, and tests/fixtures/expr_cases.json holds both to it. ES2017, no dependency.
//
// Expr.value(tree, env) and Expr.holds(tree, env), where env is
//   { survey, value(question, row, column), rows(question), filled(question, row),
//     relevant(question) or none, roles, today, row, table, choice, own }
// A value is null (empty), a number, a text or a boolean.
(function (root) {
  "use strict";
  var power = [1, 10, 100, 1000, 10000, 100000, 1000000];
  var most = 4503599627370496; // 2^52
  var patterns = new Map();

  function numberOrEmpty(x) {
    return Math.abs(x) < 1e15 ? x : null;
  }

  function textOrEmpty(text) {
    return text === undefined || text === "" ? null : text;
  }

  function placesOf(x, places) {
    places = places < 0 ? 0 : places > 6 ? 6 : Math.trunc(places);
    while (places > 0 && Math.abs(x) * power[places] >= most) places--;
    return places;
  }

  // half up towards plus infinity, with the tolerance that expr.h states
  function round(x, places) {
    places = placesOf(x, places);
    var scaled = x * power[places];
    if (Math.abs(scaled) >= most) return x;
    var tolerance = Math.abs(scaled) * 1e-15;
    tolerance = Math.min(tolerance + 1e-9, 1e-3);
    return Math.floor(scaled + 0.5 + tolerance) / power[places] + 0;
  }

  function numberText(x) {
    var places = placesOf(x, 6);
    var text = round(x, places).toFixed(places);
    return places > 0 ? text.replace(/\.?0+$/, "") : text;
  }

  // a number, or a text written as numberText() writes; null for all else
  function asNumber(value) {
    if (typeof value === "number") return value;
    if (typeof value !== "string" || !/^-?(0|[1-9][0-9]*)(\.[0-9]{0,5}[1-9])?$/.test(value) || value === "-0") return null;
    return value.replace(/[^0-9]/g, "").length > 15 ? null : Number(value);
  }

  function asText(value) {
    if (value === null) return "";
    return typeof value === "number" ? numberText(value) : String(value);
  }

  function isTrue(value) {
    if (typeof value === "boolean") return value;
    return value !== null && asNumber(value) !== 0;
  }

  function lastDay(year, month) {
    if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
    return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  }

  function dateOf(text) {
    var part = typeof text === "string" ? /^([1-9][0-9]{3})-([0-9]{2})-([0-9]{2})$/.exec(text) : null;
    if (part === null) return null;
    var date = { year: +part[1], month: +part[2], day: +part[3] };
    if (date.month < 1 || date.month > 12 || date.day < 1 || date.day > lastDay(date.year, date.month)) return null;
    return date;
  }

  function pad(number, length) {
    return String(number).padStart(length, "0");
  }

  function addMonths(text, count) {
    var date = dateOf(text), months = asNumber(count);
    if (date === null || months === null || months !== Math.floor(months) || Math.abs(months) > 120000) return null;
    var month = date.year * 12 + date.month - 1 + months;
    var year = Math.floor(month / 12);
    if (year < 1000 || year > 9999) return null;
    month = month % 12 + 1;
    return pad(year, 4) + "-" + pad(month, 2) + "-" + pad(Math.min(date.day, lastDay(year, month)), 2);
  }

  function words(text) {
    return text.split(" ").filter(function (word) { return word !== ""; });
  }

  // what a name stands for: one value, or one for each row
  function values(node, env) {
    var question = node[2], list = [];
    function add(row, column) {
      var value = textOrEmpty(env.value(question, row, column));
      if (value !== null) list.push(value);
    }
    if (node[1] !== env.survey || (env.relevant && !env.relevant(question))) return list;
    if (node[0] === "cell") add(node[3], node[4]);
    else if (node[0] === "row") {
      if (env.row && (!env.table || env.table === question)) add(env.row, node[3]);
    } else if (node[0] === "column") {
      env.rows(question).forEach(function (row) { add(row, node[3]); });
    } else {
      var filled = env.rows(question).filter(function (row) { return env.filled(question, row); }).length;
      if (filled > 0) list.push(filled);
    }
    return list;
  }

  function isName(node) {
    return Array.isArray(node) && (node[0] === "cell" || node[0] === "row" || node[0] === "column" || node[0] === "rows");
  }

  function ordered(op, a, b) {
    switch (op) {
      case "=": return a === b;
      case "!=": return a !== b;
      case "<": return a < b;
      case "<=": return a <= b;
      case ">": return a > b;
      default: return a >= b;
    }
  }

  function isRole(node) {
    return Array.isArray(node) && node[0] === "role";
  }

  function compare(node, env) {
    var op = node[0], equality = op === "=" || op === "!=";
    if (isRole(node[1]) || isRole(node[2]))
      return (env.roles || []).includes(isRole(node[1]) ? node[2] : node[1]) === (op === "=");
    var a = evaluate(node[1], env), b = evaluate(node[2], env);
    if (node[1] === "" || node[2] === "") {
      var empty = (node[2] === "" ? a : b) === null;
      return op === "=" ? empty : op === "!=" && !empty;
    }
    if (a === null || b === null) return false;
    if (typeof a === "boolean" || typeof b === "boolean") return equality && ordered(op, isTrue(a), isTrue(b));
    if (asNumber(a) !== null && asNumber(b) !== null) return ordered(op, round(asNumber(a), 6), round(asNumber(b), 6));
    a = asText(a);
    b = asText(b);
    return (equality || (dateOf(a) !== null && dateOf(b) !== null)) && ordered(op, a, b);
  }

  function calculate(op, a, b) {
    var x = asNumber(a), y = op === "negate" ? 0 : asNumber(b);
    if (x === null || y === null) return null;
    switch (op) {
      case "+": return numberOrEmpty(x + y);
      case "-": return numberOrEmpty(x - y);
      case "*": return numberOrEmpty(x * y);
      case "div": return y === 0 ? null : numberOrEmpty(x / y);
      case "mod": return y === 0 ? null : numberOrEmpty(x % y);
      default: return -x;
    }
  }

  // selected(), sum() and count() see every row of a column
  function overRows(node, env) {
    var list = values(node[1], env);
    if (node[0] === "sum")
      return numberOrEmpty(list.reduce(function (total, value) { return total + (asNumber(value) || 0); }, 0));
    if (node[0] === "count") return node[1][0] === "rows" ? (list.length > 0 ? list[0] : 0) : list.length;
    var wanted = evaluate(node[2], env);
    return list.some(function (value) { return selected(value, wanted); });
  }

  function selected(set, word) {
    return word !== null && words(asText(set)).includes(asText(word));
  }

  function found(pattern, text) {
    if (!patterns.has(pattern)) patterns.set(pattern, new RegExp(pattern, "u"));
    return patterns.get(pattern).test(text);
  }

  function evaluate(node, env) {
    var a, b;
    if (typeof node === "number") return numberOrEmpty(node);
    if (typeof node === "string") return textOrEmpty(node);
    switch (node[0]) {
      case "cell": case "row": case "column": case "rows":
        a = values(node, env);
        return a.length === 1 ? a[0] : null;
      case "choice": return textOrEmpty(env.choice);
      case ".": return textOrEmpty(env.own);
      case "today": return textOrEmpty(env.today);
      case "or": return node.slice(1).some(function (arg) { return isTrue(evaluate(arg, env)); });
      case "and": return node.slice(1).every(function (arg) { return isTrue(evaluate(arg, env)); });
      case "=": case "!=": case "<": case "<=": case ">": case ">=": return compare(node, env);
      case "selected": case "sum": case "count":
        if (isName(node[1])) return overRows(node, env);
        break;
      case "if": return evaluate(node[isTrue(evaluate(node[1], env)) ? 2 : 3], env);
    }
    a = node.length > 1 ? evaluate(node[1], env) : null;
    if (node[0] === "regex") return a !== null && found(node[2], asText(a));
    b = node.length > 2 ? evaluate(node[2], env) : null;
    switch (node[0]) {
      case "+": case "-": case "*": case "div": case "mod": case "negate": return calculate(node[0], a, b);
      case "not": return !isTrue(a);
      case "selected": return selected(a, b);
      case "count-selected": return words(asText(a)).length;
      case "coalesce": return a === null ? b : a;
      case "round":
        a = asNumber(a);
        b = asNumber(b);
        return a === null || b === null ? null : numberOrEmpty(round(a, b));
      case "string-length": return Array.from(asText(a)).length;
      case "add-months": return addMonths(a, b);
      default: return null;
    }
  }

  root.Expr = {
    value: function (tree, env) { return tree === null ? null : evaluate(tree, env); },
    holds: function (tree, env) { return tree === null || isTrue(evaluate(tree, env)); },
    text: asText
  };
})(typeof window === "undefined" ? this : window);
