/*
 * Draws a BPMN diagram and answers its SVG and size. Runs in a page that has bpmn-js. Around the diagram it writes what a reader
 * would otherwise have to open the file for: the notes, each with the id of its element.
 */
async ({ xml, version, started, notes }) => {
  // Nothing is smaller: it could not be read on paper.
  const SIZE = 12;
  const viewer = new BpmnJS({ container: document.body, textRenderer: { externalStyle: { fontSize: `${SIZE}px` } } });

  // This bpmn-js breaks every label beside its element at 90 pixels; the Modeler breaks it where the diagram says, in 11.
  const texts = viewer.get('textRenderer');
  texts.getExternalLabelBounds = bounds => bounds;
  viewer.get('bpmnRenderer').handlers.label = (group, { businessObject, width, height }) => {
    const box = { width: width * SIZE / 11, height };
    const text = texts.createText(businessObject.name, { box, style: texts.getExternalStyle(), align: 'center-top' });
    for (const line of text.children) line.setAttribute('x', Number(line.getAttribute('x')) + (width - box.width) / 2);
    return group.appendChild(text);
  };

  const { warnings } = await viewer.importXML(xml);
  if (warnings.length) throw new Error(warnings.map(warning => warning.message).join('; '));
  const process = viewer.getDefinitions().rootElements.find(element => element.$type === 'bpmn:Process');
  const title = process.name;
  const elements = viewer.get('elementRegistry').filter(({ parent }) => parent).map(
    ({ id, type, x, y, width, height, waypoints }) => ({ id, type, x, y, width, height, waypoints }));
  const exported = (await viewer.saveSVG()).svg;
  viewer.destroy();

  document.body.innerHTML = exported.slice(exported.indexOf('<svg'));
  const svg = document.querySelector('svg');

  // What only an editor needs.
  svg.querySelectorAll('.djs-hit, .djs-outline, .djs-dragger').forEach(element => element.remove());

  // Centre each line about its own middle: it then stays centred in a reader's font, which need not be ours.
  for (const line of svg.querySelectorAll('tspan')) {
    line.setAttribute('x', Math.round(Number(line.getAttribute('x')) + line.getComputedTextLength() / 2));
    line.setAttribute('y', Math.round(Number(line.getAttribute('y'))));
    line.setAttribute('text-anchor', 'middle');
  }

  const create = (name, attributes = {}) => {
    const made = document.createElementNS('http://www.w3.org/2000/svg', name);
    for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
    return made;
  };
  const write = (parent, text, attributes) => {
    const written = create('text', { 'font-family': 'Arial, sans-serif', ...attributes });
    written.textContent = text;
    return parent.appendChild(written);
  };

  // A label is as large as its lines, whatever the diagram says.
  for (const element of elements.filter(({ type }) => type === 'label')) {
    const text = svg.querySelector(`[data-element-id="${element.id}"] text`);
    if (text) {
      const { x, y, width, height } = text.getBBox();
      Object.assign(element, { x: element.x + x, y: element.y + y, width, height });
    }
  }

  // What a tag may not lie on: everything drawn, apart from the boxes that the element is in.
  const holds = (outer, { x, y, width, height }) =>
    outer.x <= x && outer.y <= y && outer.x + outer.width >= x + width && outer.y + outer.height >= y + height;
  const taken = [];
  for (const element of elements) {
    if (element.waypoints) {
      element.waypoints.slice(1).forEach((to, i) => {
        const from = element.waypoints[i];
        taken.push({ x: Math.min(from.x, to.x) - 1, y: Math.min(from.y, to.y) - 1,
          width: Math.abs(from.x - to.x) + 2, height: Math.abs(from.y - to.y) + 2 });
      });
    } else {
      taken.push({ x: element.x, y: element.y, width: element.width, height: element.height });
    }
  }
  const shared = (a, b) =>
    Math.max(0, Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)) *
    Math.max(0, Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y));

  /** The texts in lines of at most so many characters. */
  const wrapped = (texts, most) => texts.flatMap(text => text.split(' ').reduce(([line, ...above], word) =>
    (line && line.length + word.length >= most ? [word, line, ...above] : [line ? `${line} ${word}` : word, ...above]),
  ['']).reverse());
  const ruler = document.createElement('canvas').getContext('2d');
  ruler.font = `${SIZE}px Arial, sans-serif`;

  const edges = {
    left: Math.min(...taken.map(({ x }) => x)),
    right: Math.max(...taken.map(({ x, width }) => x + width)),
  };
  const crowded = [];
  const shapes = new Map(elements.filter(({ waypoints, type }) => !waypoints && type !== 'label').map(it => [it.id, it]));
  const LINE = 14;
  for (const [id, { tag = [], link, rules, said }] of Object.entries(notes)) {
    const shape = shapes.get(id);
    if (!shape) continue; // a lane's process, or what has no shape
    const drawn = svg.querySelector(`[data-element-id="${id}"]`);
    if (said) drawn.appendChild(create('title')).textContent = said;
    if (link) {
      const anchor = create('a', { href: link });
      drawn.replaceWith(anchor);
      anchor.append(drawn);
    }
    if (rules) {
      const corner = { x: shape.x + shape.width - 30, y: shape.y + shape.height - 14, width: 30, height: 14 };
      const left = taken.some(it => !holds(it, corner) && shared(corner, it) > 0);
      const note = (text, atLeft) => write(drawn, text, { x: atLeft ? 5 : shape.width - 5, y: shape.height - 5,
        'text-anchor': atLeft ? 'start' : 'end', 'font-size': SIZE, fill: '#4d4d4d' });
      if (shape.type === 'bpmn:CallActivity') { // its sign is between them
        rules.split(' ').forEach((rule, i) => note(rule, left || i === 0));
      } else {
        note(rules, left);
      }
    }
    if (tag.length === 0) continue;
    const middle = shape.x + shape.width / 2;
    const label = elements.find(other => other.type === 'label' && other.id === `${id}_label`);
    const places = [30, 36, 20].flatMap(most => {
      const lines = wrapped(tag, most);
      const width = Math.ceil(Math.max(...lines.map(line => ruler.measureText(line).width))) + 8;
      const height = lines.length * LINE + 3;
      const below = [2, 10, 20].flatMap(far => [shape.y + shape.height + far, shape.y - height - far]).flatMap(y =>
        [middle - width / 2, shape.x, shape.x + shape.width - width, middle + 4, middle - width - 4].map(x => [x, y]));
      const beside = [shape.x + shape.width + 4, shape.x - width - 4].flatMap(x =>
        [[x, shape.y + shape.height - height], [x, shape.y]]);
      const named = label ? [[label.x + label.width / 2 - width / 2, label.y + label.height]] : [];
      return [...named, ...below, ...beside].map(([x, y]) => ({ x, y, width, height, lines }));
    });
    const cost = place => taken.filter(it => !holds(it, place)).reduce((sum, it) => sum + shared(place, it), 0);
    const wider = ({ x, width }) => Math.max(0, edges.left - x, x + width - edges.right);
    const better = (one, other) => cost(one) - cost(other) || wider(one) - wider(other);
    const best = places.reduce((kept, place) => (better(place, kept) < 0 ? place : kept));
    taken.push(best);
    if (cost(best) > 0) crowded.push(id);
    const group = svg.appendChild(create('g'));
    best.lines.forEach((line, i) => write(group, line, { x: Math.round(best.x + best.width / 2),
      y: Math.round(best.y + 11 + i * LINE), 'font-size': SIZE, fill: '#1d4f91', 'text-anchor': 'middle',
      stroke: 'white', 'stroke-width': 3, 'paint-order': 'stroke' }));
  }

  // A margin, a heading, and a ground of its own: a page may be dark.
  const drawn = svg.getBBox();
  const heading = svg.appendChild(create('g'));
  const about = title + (version ? ` (${version})` : '');
  write(heading, about, { x: Math.floor(drawn.x), y: 0, 'font-size': 24, 'font-weight': 'bold', fill: '#222' });
  const widest = Math.max(drawn.width, heading.getBBox().width, 1200);
  const paragraph = (text, fill) => {
    let line = null;
    for (const word of text.split(/\s+/).filter(word => word)) {
      const longer = line ? `${line.textContent} ${word}` : word;
      if (line) line.textContent = longer;
      if (!line || line.getComputedTextLength() > widest) {
        if (line) line.textContent = longer.slice(0, -word.length - 1);
        line = write(heading, word, { x: Math.floor(drawn.x), y: 0, 'font-size': 14, fill });
      }
    }
  };
  paragraph((process.documentation || []).map(({ text }) => text).join(' '), '#222');
  if (started) paragraph(`Started by: ${started}`, '#1d4f91');
  [...heading.children].reverse().forEach((text, i) => text.setAttribute('y', Math.floor(drawn.y) - 30 - i * 19));
  heading.firstChild.setAttribute('y', Number(heading.firstChild.getAttribute('y')) - 8);
  const box = svg.getBBox();
  const [left, top] = [Math.floor(box.x) - 12, Math.floor(box.y) - 12];
  const [width, height] = [Math.ceil(box.x + box.width) + 12 - left, Math.ceil(box.y + box.height) + 12 - top];
  svg.setAttribute('viewBox', `${left} ${top} ${width} ${height}`);
  svg.setAttribute('width', width);
  svg.setAttribute('height', height);
  svg.setAttribute('role', 'img');
  const name = create('title');
  name.textContent = title;
  svg.prepend(name);

  // Marker ids are random: number them, in the order in which they stand. A picture may have several diagrams.
  let text = new XMLSerializer().serializeToString(svg);
  [...svg.querySelectorAll('marker')].forEach((marker, number) => {
    text = text.replaceAll(marker.id, `${process.id}-${number + 1}`);
  });
  return { svg: text, title, width, height, crowded };
}
