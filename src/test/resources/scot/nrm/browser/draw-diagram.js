/* Draws a BPMN diagram and answers its SVG. Runs in a page that has bpmn-js. */
async xml => {
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
  const title = viewer.getDefinitions().rootElements.find(element => element.$type === 'bpmn:Process').name;
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

  // A margin, and a ground of its own: a page may be dark.
  const box = svg.getBBox();
  const [left, top] = [Math.floor(box.x) - 12, Math.floor(box.y) - 12];
  const [width, height] = [Math.ceil(box.x + box.width) + 12 - left, Math.ceil(box.y + box.height) + 12 - top];
  svg.setAttribute('viewBox', `${left} ${top} ${width} ${height}`);
  svg.setAttribute('width', width);
  svg.setAttribute('height', height);
  svg.setAttribute('role', 'img');
  const create = name => document.createElementNS('http://www.w3.org/2000/svg', name);
  const ground = create('rect');
  for (const [name, value] of Object.entries({ x: left, y: top, width, height, fill: 'white' })) {
    ground.setAttribute(name, value);
  }
  const heading = create('title');
  heading.textContent = title;
  svg.prepend(heading, ground);

  // Marker ids are random: number them, in the order in which they stand.
  let text = new XMLSerializer().serializeToString(svg);
  [...svg.querySelectorAll('marker')].forEach((marker, number) => {
    text = text.replaceAll(marker.id, `marker-${number + 1}`);
  });
  return text;
}
