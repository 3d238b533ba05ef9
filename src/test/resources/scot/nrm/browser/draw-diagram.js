/*
 * Draws a BPMN diagram and answers its SVG. Runs in a page that has bpmn-js. Around the diagram it writes what a reader
 * would otherwise have to open the file for: the notes, each with the id of its element.
 */
async ({ xml, version, notes }) => {
  const viewer = new BpmnJS({ container: document.body });

  // This bpmn-js breaks every label beside its element at 90 pixels; the Modeler breaks it where the diagram says.
  const texts = viewer.get('textRenderer');
  texts.getExternalLabelBounds = bounds => bounds;
  viewer.get('bpmnRenderer').handlers.label = (group, { businessObject, width, height }) => {
    const box = { width, height };
    const text = texts.createText(businessObject.name, { box, style: texts.getExternalStyle(), align: 'center-top' });
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

  // A label is as high as its lines, whatever the diagram says.
  for (const element of elements.filter(({ type }) => type === 'label')) {
    const text = svg.querySelector(`[data-element-id="${element.id}"] text`);
    if (text) {
      const { y, height } = text.getBBox();
      Object.assign(element, { y: element.y + y, height });
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

  const crowded = [];
  const shapes = new Map(elements.filter(({ waypoints, type }) => !waypoints && type !== 'label').map(it => [it.id, it]));
  const LINE = 13;
  for (const [id, { tag = [], rules, said }] of Object.entries(notes)) {
    const shape = shapes.get(id);
    if (!shape) continue; // a lane's process, or what has no shape
    const drawn = svg.querySelector(`[data-element-id="${id}"]`);
    if (said) drawn.appendChild(create('title')).textContent = said;
    if (rules) {
      const corner = { x: shape.x + shape.width - 30, y: shape.y + shape.height - 14, width: 30, height: 14 };
      const left = taken.some(it => !holds(it, corner) && shared(corner, it) > 0);
      write(drawn, rules, { x: left ? 5 : shape.width - 5, y: shape.height - 5, 'text-anchor': left ? 'start' : 'end',
        'font-size': 9, fill: '#4d4d4d' });
    }
    if (tag.length === 0) continue;
    const group = svg.appendChild(create('g'));
    const lines = tag.map(line => write(group, line, { 'font-size': 11, fill: '#1d4f91', 'text-anchor': 'middle',
      stroke: 'white', 'stroke-width': 3, 'paint-order': 'stroke' }));
    const width = Math.ceil(Math.max(...lines.map(line => line.getComputedTextLength()))) + 8;
    const height = tag.length * LINE + 3;
    const middle = shape.x + shape.width / 2;
    const places = [];
    for (const y of [2, 10, 20].flatMap(far => [shape.y + shape.height + far, shape.y - height - far])) {
      const beside = [middle - width / 2, shape.x, shape.x + shape.width - width, middle + 4, middle - width - 4];
      for (const x of beside) places.push({ x, y, width, height });
    }
    const label = elements.find(other => other.type === 'label' && other.id === `${id}_label`);
    if (label) {
      places.unshift({ x: label.x + label.width / 2 - width / 2, y: label.y + label.height, width, height });
    }
    for (const x of [shape.x + shape.width + 4, shape.x - width - 4]) {
      places.push({ x, y: shape.y + shape.height - height, width, height }, { x, y: shape.y, width, height });
    }
    const cost = place => taken.filter(it => !holds(it, place)).reduce((sum, it) => sum + shared(place, it), 0);
    const best = places.reduce((kept, place) => (cost(place) < cost(kept) ? place : kept));
    taken.push(best);
    if (cost(best) > 0) crowded.push(id);
    lines.forEach((line, i) => {
      line.setAttribute('x', Math.round(best.x + width / 2));
      line.setAttribute('y', Math.round(best.y + 11 + i * LINE));
    });
  }

  // A margin, a heading, and a ground of its own: a page may be dark.
  const drawn = svg.getBBox();
  const heading = svg.appendChild(create('g'));
  const about = title + (version ? ` (${version})` : '');
  write(heading, about, { x: Math.floor(drawn.x), y: 0, 'font-size': 24, 'font-weight': 'bold', fill: '#222' });
  const words = (process.documentation || []).map(({ text }) => text).join(' ').split(/\s+/).filter(word => word);
  const widest = Math.max(drawn.width, heading.getBBox().width);
  let line = null;
  for (const word of words) {
    const longer = line ? `${line.textContent} ${word}` : word;
    if (line) line.textContent = longer;
    if (!line || line.getComputedTextLength() > widest) {
      if (line) line.textContent = longer.slice(0, -word.length - 1);
      line = write(heading, word, { x: Math.floor(drawn.x), y: 0, 'font-size': 14, fill: '#222' });
    }
  }
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
  svg.prepend(name, create('rect', { x: left, y: top, width, height, fill: 'white' }));

  // Marker ids are random: number them, in the order in which they stand.
  let text = new XMLSerializer().serializeToString(svg);
  [...svg.querySelectorAll('marker')].forEach((marker, number) => {
    text = text.replaceAll(marker.id, `marker-${number + 1}`);
  });
  return { svg: text, crowded };
}
