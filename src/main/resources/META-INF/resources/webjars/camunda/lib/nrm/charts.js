/* Bars, with published figures as points or a line beside them, drawn by chart.js. */
import { Component, h } from './vendor/preact/preact.module.js';
import { chart } from './libraries.js';
import { number } from './format.js';

/*
 * From the palette that the Government Analysis Function recommends, so that people with colour blindness can tell them
 * apart. Published figures also have their own shapes: diamonds, triangles, a broken line.
 */
export const colours = {
  ours: '#12436d',
  second: '#28a197',
  classes: ['#12436d', '#28a197', '#801650', '#f46a25', '#6b7276'],
  published: ['#f46a25', '#801650', '#3d3d3d'],
};
const FORMS = ['rectRot', 'triangle', 'rect'];
const TEXT = '#0b0c0c';
const GRID = '#e1e3e4';
/* In pixels: for each row of horizontal bars, and for the space around them. */
const ROW = 44;
const AROUND = 90;
const HEIGHT = 280;
const LOW = 150;
const LINE = 26;

const fraction = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 });

/* 0.023 as 2.3%. */
export const share = value => value === null || value === undefined ? '' : `${fraction.format(value * 100)}%`;

/* A long name in several lines; otherwise the chart cuts it off. */
const inLines = label => label.length <= LINE ? label : label.split(' ').reduce((lines, word) => {
  const last = lines[lines.length - 1];
  return last !== undefined && `${last} ${word}`.length <= LINE
    ? [...lines.slice(0, -1), `${last} ${word}`] : [...lines, word];
}, []);

const dataset = ({ kind, label, data, colour, stack }, index, across) => kind === 'bars'
  ? {
    type: 'bar', label, data, backgroundColor: colour, stack: stack ? 'all' : label, maxBarThickness: 44, order: 1,
    pointStyle: 'rect',
  }
  : {
    type: 'line', label, data, borderColor: kind === 'line' ? colour : TEXT, backgroundColor: colour, borderWidth: kind === 'line' ? 2 : 1,
    borderDash: kind === 'line' ? [6, 4] : [], showLine: kind === 'line', pointStyle: FORMS[index % FORMS.length], pointRadius: 7,
    pointHoverRadius: 8, pointBorderColor: TEXT, pointBackgroundColor: colour, order: 0, indexAxis: across ? 'y' : 'x',
  };

const config = ({ labels, series, across, shares, whole, low }) => {
  const say = shares ? share : number;
  const stacked = series.some(one => one.stack);
  let points = 0;
  const numbers = {
    beginAtZero: true,
    max: whole ? 1 : undefined,
    stacked,
    grid: { color: GRID },
    ticks: {
      color: TEXT, callback: value => say(value), precision: shares ? undefined : 0, maxTicksLimit: 8,
      stepSize: whole ? low ? 0.5 : 0.25 : undefined, // up to 100%, where its own steps of 40% end at 80%
    },
  };
  const names = { stacked, grid: { display: false }, ticks: { color: TEXT, autoSkip: !across, maxRotation: across ? 0 : 60 } };
  return {
    type: 'bar',
    data: { labels: labels.map(inLines), datasets: series.map(one => dataset(one, one.kind === 'bars' ? 0 : points++, across)) },
    options: {
      animation: false,
      maintainAspectRatio: false,
      indexAxis: across ? 'y' : 'x',
      scales: across ? { x: numbers, y: names } : { x: names, y: numbers },
      plugins: {
        legend: {
          display: !low,
          position: 'bottom',
          onClick: () => {},
          labels: { color: TEXT, usePointStyle: true, padding: 16, sort: (one, other) => one.datasetIndex - other.datasetIndex },
        },
        tooltip: {
          callbacks: { label: item => `${item.dataset.label}: ${say(across ? item.parsed.x : item.parsed.y)}` },
        },
      },
    },
  };
};

/*
 * labels: one for each place; series: [{ kind: 'bars' | 'points' | 'line', label, data, colour, stack }]
 * across: horizontal bars; shares: the numbers are shares, from 0 to 1; whole: the axis ends at 100%; low: a small chart with
 * one series, without a legend; says: for screen readers
 */
export class Chart extends Component {
  componentDidMount() {
    this.draw();
  }

  componentDidUpdate(before) {
    if (JSON.stringify({ ...before, children: null }) !== JSON.stringify({ ...this.props, children: null })) {
      this.draw();
    }
  }

  componentWillUnmount() {
    this.gone = true;
    this.clear();
  }

  clear() {
    if (this.drawn) {
      this.drawn.destroy();
      this.drawn = null;
    }
  }

  async draw() {
    const Drawn = await chart();
    this.clear();
    if (!this.gone) {
      Drawn.defaults.font.family = getComputedStyle(this.canvas).fontFamily;
      Drawn.defaults.font.size = 13;
      this.drawn = new Drawn(this.canvas, config(this.props));
    }
  }

  render({ id, labels, across, low, says }) {
    return h('div', { class: 'nrm-chart', style: { height: `${across ? labels.length * ROW + AROUND : low ? LOW : HEIGHT}px` } },
      h('canvas', { id: `nrm-chart-${id}`, role: 'img', 'aria-label': says, ref: canvas => { this.canvas = canvas || this.canvas; } }));
  }
}
