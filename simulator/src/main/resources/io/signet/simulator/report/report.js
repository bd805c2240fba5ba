
(function () {
  'use strict';
  // Reads the values under the pointer, or chosen with the arrow keys, from the table beneath each chart.
  var charts = [];

  function show(chart, at) {
    var best = chart.rows[0];
    for (var row of chart.rows) {
      if (Math.abs(best.at - at) > Math.abs(row.at - at)) best = row;
    }
    chart.at = best.at;
    chart.output.textContent = best.text;
    chart.cursor.style.left = 100 * best.at + '%';
    chart.cursor.hidden = false;
  }

  function showAll(axis, at) {
    for (var chart of charts) if (chart.axis === axis) show(chart, at);
  }

  function hideAll() {
    for (var chart of charts) {
      chart.output.textContent = '';
      chart.cursor.hidden = true;
    }
  }

  function step(chart, by) {
    var index = chart.rows.findIndex(function (row) { return row.at === chart.at; });
    var next = Math.max(0, Math.min(chart.rows.length - 1, index + by));
    showAll(chart.axis, chart.rows[next].at);
  }

  function text(cells, heads) {
    var parts = [];
    for (var i = 0; cells.length > i; i++) {
      var head = i === 0 ? '' : heads[i].textContent;
      parts.push((head ? head + ' ' : '') + cells[i].textContent);
    }
    return parts.join(' \u00b7 ');
  }

  for (var plot of document.querySelectorAll('.plot[data-table]')) {
    var table = document.getElementById(plot.dataset.table);
    var heads = table.tHead.rows[0].cells;
    var rows = Array.from(table.tBodies[0].rows).map(function (row) {
      return { at: Number(row.dataset.at), text: text(row.cells, heads) };
    });
    if (rows.length === 0) continue;
    var cursor = document.createElement('div');
    cursor.className = 'cursor';
    cursor.hidden = true;
    var holder = document.createElement('div');
    holder.className = 'over';
    holder.appendChild(cursor);
    plot.appendChild(holder);
    charts.push({
      plot: plot, over: holder, axis: plot.dataset.axis, rows: rows, cursor: cursor, at: NaN,
      output: plot.parentNode.querySelector('.readout')
    });
    plot.tabIndex = 0;
    plot.setAttribute('role', 'group');
    plot.setAttribute('aria-label', plot.dataset.title + ': the left and right arrow keys read values');
  }

  charts.forEach(function (chart) {
    function point(event) {
      var box = chart.over.getBoundingClientRect();
      showAll(chart.axis, (event.clientX - box.left) / box.width);
    }
    chart.plot.addEventListener('pointermove', point);
    chart.plot.addEventListener('pointerdown', point);
    chart.plot.addEventListener('pointerleave', hideAll);
    chart.plot.addEventListener('blur', hideAll);
    chart.plot.addEventListener('keydown', function (event) {
      if (event.key === 'ArrowRight') step(chart, 1);
      else if (event.key === 'ArrowLeft') step(chart, -1);
      else if (event.key === 'Escape') hideAll();
      else return;
      event.preventDefault();
    });
  });
})();
