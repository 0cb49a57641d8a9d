// Makes src/gmg/site/draw/geometry/world.json; see docs/geometry.md. Node is needed only for this.
import fs from "fs";
import { feature, merge } from "topojson-client";
import { presimplify, simplify } from "topojson-simplify";
import { geoPath, geoCentroid, geoArea } from "d3-geo";
import { geoEqualEarth } from "d3-geo";

const [source, codes, target] = process.argv.slice(2);
const m49 = JSON.parse(fs.readFileSync(codes)); // M49 number to gmg's place code
const WIDTH = 2000, LEAST = 0.025, ISLET = 9, SMALL = 60;

// Places that the source leaves out or draws too small to cut out: longitude and latitude.
const POINTS = {
  BES: [-68.26, 12.18], CCK: [96.87, -12.16], CXR: [105.63, -10.49], GIB: [-5.35, 36.14],
  TKL: [-171.85, -9.2], UMI: [166.63, 19.29], BVT: [3.38, -54.43], TUV: [179.2, -8.52],
  AB9: [28.43, 9.6], XSK: [-2.36, 49.43], GLP: [-61.55, 16.25], MTQ: [-61.0, 14.65],
  MYT: [45.15, -12.8], REU: [55.53, -21.12], GUF: [-53.1, 3.9], SJM: [16, 78.5],
};
// Parts of a State that have a code of their own, by where they lie: west, south, east, north.
const PARTS = {
  FRA: [["GUF", -55, 2, -51, 6.5], ["GLP", -62, 15.8, -60.9, 16.6], ["MTQ", -61.5, 14.3, -60.7, 15],
        ["REU", 55, -21.5, 56, -20.7], ["MYT", 44.9, -13.1, 45.4, -12.5]],
  NOR: [["SJM", -12, 70.5, 36, 82]],
  NLD: [["BES", -69, 11.9, -62.5, 18]],
  AUS: [["CXR", 105, -11, 106, -10], ["CCK", 96, -13, 97.5, -11.5]],
};
const BY_NAME = { Somaliland: "SOM", "N. Cyprus": "CYP", Kosovo: "XKX", "Siachen Glacier": null,
  "Indian Ocean Ter.": "CXR", "Ashmore and Cartier Is.": null };

const raw = JSON.parse(fs.readFileSync(source));
const world = simplify(presimplify(raw), LEAST);
const groups = {};
for (const one of world.objects.countries.geometries) {
  const name = one.properties.name;
  const code = name in BY_NAME ? BY_NAME[name] : m49[String(one.id).padStart(3, "0")];
  if (!code || code === "ATA") continue;
  const polygons = one.type === "Polygon" ? [one.arcs] : one.arcs;
  for (const arcs of polygons) {
    const part = { type: "Polygon", arcs };
    const [x, y] = geoCentroid(feature(raw, part));
    const own = (PARTS[code] || []).find(([, w, s, e, n]) => x >= w && x <= e && y >= s && y <= n);
    (groups[own ? own[0] : code] ||= []).push(part);
  }
}

const sphere = { type: "Sphere" };
const projection = geoEqualEarth().rotate([-11, 0]).fitWidth(WIDTH, sphere);
const [[, top], [, bottom]] = geoPath(projection).bounds(sphere);
const SOUTH = projection([11, -58])[1] - top; // nothing is drawn south of there
projection.translate([projection.translate()[0], projection.translate()[1] - top]);

const area = (ring) => Math.abs(ring.reduce((sum, [x, y], i) => {
  const [u, v] = ring[(i + 1) % ring.length];
  return sum + x * v - u * y;
}, 0)) / 2;

function rings(geometry) {
  const found = [];
  let ring = null;
  const context = {
    moveTo(x, y) { ring = [[Math.round(x), Math.round(y)]]; found.push(ring); },
    lineTo(x, y) { ring.push([Math.round(x), Math.round(y)]); },
    closePath() {}, arc() {},
  };
  geoPath(projection, context)(geometry);
  return found.map((points) => points.filter((p, i) => !i || p[0] !== points[i - 1][0] || p[1] !== points[i - 1][1]))
    .filter((points) => points.length > 2);
}

function written(points) {
  let [x, y] = points[0];
  let text = `M${x} ${y}l`;
  const last = points[points.length - 1];
  const open = last[0] === x && last[1] === y ? points.slice(1, -1) : points.slice(1);
  for (const [u, v] of open) {
    const dx = u - x, dy = v - y;
    text += `${text.endsWith("l") || dx < 0 ? "" : " "}${dx}${dy < 0 ? "" : " "}${dy}`;
    [x, y] = [u, v];
  }
  return text + "z";
}

const places = {};
for (const code of Object.keys(groups).sort()) {
  const geometry = merge(world, groups[code]);
  const all = rings(geometry).sort((a, b) => area(b) - area(a));
  const kept = all.filter((ring, i) => i === 0 || area(ring) >= ISLET);
  const whole = merge(raw, groups[code]);
  const largest = whole.coordinates.map((c) => ({ type: "Polygon", coordinates: c })).sort((a, b) => geoArea(b) - geoArea(a))[0];
  const [x, y] = projection(geoCentroid(largest)).map(Math.round);
  const size = kept.reduce((sum, ring) => sum + area(ring), 0);
  places[code] = { d: kept.map(written).join(""), x, y, small: size < SMALL };
}
for (const [code, at] of Object.entries(POINTS)) {
  const [x, y] = projection(at).map(Math.round);
  if (!places[code]) places[code] = { d: "", x, y, small: true };
}
const lines = Object.keys(places).sort().map((code) => `${JSON.stringify(code)}:${JSON.stringify(places[code])}`);
fs.writeFileSync(target, `{"width":${WIDTH},"height":${Math.round(SOUTH)},"places":{\n${lines.join(",\n")}\n}}\n`);
console.log(lines.length, "places,", Object.values(places).reduce((n, p) => n + p.d.length, 0), "characters of paths, height", SOUTH, bottom);
