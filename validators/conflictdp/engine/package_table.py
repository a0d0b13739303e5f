"""What a dataset says of itself, as the table `package`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb


def make_package(connection: duckdb.DuckDBPyConnection, metadata: dict[str, Any]) -> None:
    """Makes the table, of one row; of none where the dataset says nothing."""
    connection.execute(
        "CREATE TABLE package (name VARCHAR, version VARCHAR, created_date DATE, temporal_start_date DATE,"
        " temporal_end_date DATE, countries VARCHAR[])"
    )
    if metadata:
        connection.execute(
            "INSERT INTO package SELECT ?, ?, TRY_CAST(left(?, 10) AS DATE), TRY_CAST(? AS DATE),"
            " TRY_CAST(? AS DATE), ?::VARCHAR[]",
            _facts(metadata),
        )


def _facts(metadata: dict[str, Any]) -> list[Any]:
    def text(value: Any) -> str | None:
        return value if isinstance(value, str) else None

    def part(name: str) -> dict[str, Any]:
        value = metadata.get(name)
        return value if isinstance(value, dict) else {}

    countries = part("spatial").get("countries")
    known = [c for c in countries if isinstance(c, str)] if isinstance(countries, list) else None
    period = part("temporal")
    return [
        *(text(metadata.get(k)) for k in ("name", "version", "created")),
        text(period.get("start_date")),
        text(period.get("end_date")),
        known,
    ]
