"""Exports that other programs open: maps, Stata, linked data; each read again by a reader that is not ours."""

from __future__ import annotations

import json
import shutil
import subprocess
import warnings
from typing import TYPE_CHECKING

import jsonschema
import pytest

from conflictdp.convert import exporter

if TYPE_CHECKING:
    from pathlib import Path

POINT = (40.30944, 35.33611)
GEOJSON = {
    "type": "object",
    "required": ["type", "features"],
    "properties": {
        "type": {"const": "FeatureCollection"},
        "features": {
            "items": {
                "required": ["type", "geometry", "properties"],
                "properties": {
                    "type": {"const": "Feature"},
                    "geometry": {
                        "type": ["object", "null"],
                        "required": ["type", "coordinates"],
                        "additionalProperties": False,
                        "properties": {
                            "type": {"const": "Point"},
                            "coordinates": {
                                "type": "array",
                                "prefixItems": [
                                    {"type": "number", "minimum": -180, "maximum": 180},
                                    {"type": "number", "minimum": -90, "maximum": 90},
                                ],
                                "items": False,
                                "minItems": 2,
                            },
                        },
                    },
                    "properties": {"type": "object"},
                },
            }
        },
    },
}
"""What RFC 7946 asks of a collection of points, sections 3.1.2, 3.2 and 3.3."""


@pytest.fixture(scope="module")
def khasham(root: Path) -> Path:
    return root / "examples" / "khasham-2018"


def test_geojson_is_what_the_rfc_says(khasham: Path, tmp_path: Path) -> None:
    exporter("geojson")(khasham, tmp_path / "k.geojson")
    found = json.loads((tmp_path / "k.geojson").read_text(encoding="utf-8"))
    jsonschema.validate(found, GEOJSON, cls=jsonschema.Draft202012Validator)
    assert "crs" not in found, "RFC 7946 has no crs: coordinates are WGS 84"
    clash = found["features"][0]
    assert tuple(clash["geometry"]["coordinates"]) == POINT
    assert (clash["properties"]["killed_low"], clash["properties"]["figures_contested"]) == (7, True)


@pytest.mark.parametrize("name", ["geojson", "geoparquet"])
def test_geopandas_reads_it(name: str, khasham: Path, tmp_path: Path) -> None:
    geopandas = pytest.importorskip("geopandas")
    out = tmp_path / f"k.{name}"
    exporter(name)(khasham, out)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of pyproj and shapely, not ours
        frame = geopandas.read_file(out, engine="pyogrio") if name == "geojson" else geopandas.read_parquet(out)
    assert len(frame) == 11
    assert (frame.geometry.iloc[0].x, frame.geometry.iloc[0].y) == POINT
    assert frame.geometry.notna().sum() == 2
    assert frame.crs.to_epsg() == 4326 or frame.crs.to_string() == "OGC:CRS84"
    assert frame["killed_low"].iloc[0] == 7


def test_geoparquet_passes_its_own_validator(khasham: Path, tmp_path: Path) -> None:
    validator = shutil.which("geoparquet-validator")
    if validator is None:
        pytest.skip("geoparquet-validator is not installed")
    exporter("geoparquet")(khasham, tmp_path / "k.parquet")
    command = [validator, "check", "--class", "core", str(tmp_path / "k.parquet")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "conformant" in done.stdout


def test_pandas_reads_the_stata_file(khasham: Path, tmp_path: Path) -> None:
    pd = pytest.importorskip("pandas")
    exporter("stata")(khasham, tmp_path / "k.dta")
    frame = pd.read_stata(tmp_path / "k.dta")
    clash = frame.iloc[0]
    assert (clash["event_id"], clash["killed_low"], str(clash["start_date"].date())) == (
        "clash-near-khusham", 7.0, "2018-02-07",
    )  # fmt: skip
    assert frame["start_date"].isna().sum() == 6
    with pd.io.stata.StataReader(tmp_path / "k.dta") as reader:
        labels = reader.variable_labels()
    assert labels["uncertainty_m"] == "Uncertainty"
    assert all(0 < len(label) <= 80 for label in labels.values())


PREFIXES = """
PREFIX cdp: <https://w3id.org/conflictdp/1.0/terms#>
PREFIX outcome: <https://w3id.org/conflictdp/1.0/codelists/casualty_outcomes#>
PREFIX geo: <http://www.opengis.net/ont/geosparql#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX schema: <https://schema.org/>
"""


@pytest.fixture(scope="module")
def graph(khasham: Path, tmp_path_factory: pytest.TempPathFactory):
    rdflib = pytest.importorskip("rdflib")
    out = tmp_path_factory.mktemp("rdf") / "k.jsonld"
    exporter("jsonld")(khasham, out)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # its reader of JSON-LD uses what it deprecates
        return rdflib.Graph().parse(out, format="json-ld")


def test_casualties_by_source_are_a_query_on_linked_data(graph) -> None:
    found = graph.query(
        PREFIXES
        + """SELECT ?who ?low ?best WHERE {
            ?count a cdp:casualty ; cdp:outcome outcome:killed ; prov:wasDerivedFrom ?claim .
            OPTIONAL { ?count cdp:low ?low } OPTIONAL { ?count cdp:best ?best }
            OPTIONAL { ?claim prov:wasAttributedTo/schema:name ?who } }"""
    )
    said = {tuple(None if v is None else v.toPython() for v in row) for row in found}
    assert said == {
        (None, 101, None),
        ("Outlet of the article", 101, None),
        ("Commander on the Syrian government side", None, 7),
    }


def test_a_point_is_wkt_and_a_judgement_is_a_review(graph) -> None:
    wkt = [str(r[0]) for r in graph.query(PREFIXES + "SELECT ?w WHERE { ?g geo:asWKT ?w } ORDER BY ?w")]
    assert f"POINT({POINT[0]} {POINT[1]})" in wkt
    reviews = graph.query(
        PREFIXES + "SELECT DISTINCT ?r WHERE { ?x a schema:ClaimReview ; schema:reviewRating/schema:alternateName ?r ;"
        " schema:itemReviewed ?claim . ?claim a schema:Claim }"
    )
    assert {str(r[0]) for r in reviews} >= {"disputes", "rejects"}


def test_every_reference_leads_to_a_node(graph) -> None:
    from rdflib import RDF, URIRef

    named = {s for s in graph.subjects(RDF.type, None) if isinstance(s, URIRef)}
    ours = {o for o in graph.objects() if isinstance(o, URIRef) and str(o).startswith("urn:x-conflictdp:")}
    assert ours <= named


def test_a_dataset_without_points_or_events_is_written_too(root: Path, tmp_path: Path) -> None:
    minimal = root / "examples" / "minimal"
    exporter("geojson")(minimal, tmp_path / "m.geojson")
    features = json.loads((tmp_path / "m.geojson").read_text(encoding="utf-8"))["features"]
    assert [f["geometry"] for f in features] == [None, None]
    exporter("geoparquet")(minimal, tmp_path / "m.parquet")
    import pyarrow.parquet as pq

    described = json.loads(pq.read_schema(tmp_path / "m.parquet").metadata[b"geo"])
    assert described["columns"]["geometry"] == {"encoding": "WKB", "geometry_types": ["Point"]}
