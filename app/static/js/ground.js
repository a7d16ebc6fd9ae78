// Draw the ground of a map: tiles when there are some, the territory's outline always.
window.ground = function (box) {
  const map = L.map(box, { scrollWheelZoom: false, zoomControl: false })
  const said = { zoomInTitle: "Zoomer", zoomOutTitle: "Dézoomer" }
  L.control.zoom(said).addTo(map)
  map.attributionControl.setPrefix("")
  const { tiles, outline, credit } = box.dataset
  if (tiles) L.tileLayer(tiles, { attribution: credit, maxZoom: 19 }).addTo(map)
  map.ready = outline
    ? fetch(outline).then((answer) => answer.json()).then((shape) => {
        return L.geoJSON(shape, { interactive: false, style: { className: "outline" } }).addTo(map).getBounds()
      }).catch(() => null)
    : Promise.resolve(null)
  return map
}
// One size of pin for every map; the class gives it its colours.
window.pin = (text, name = "pin") =>
  L.divIcon({ className: name, html: text, iconSize: [34, 34], iconAnchor: [0, 34] })
