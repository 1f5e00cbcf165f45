"""The dataset that a build makes: one folder a table, its parts in Parquet, and an index that says which of them belong to it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from reportkit.batch.made import SCHEMA
from reportkit.reading import ReportError

INDEX = "dataset.json"


@dataclass(frozen=True)
class Dataset:
    """A dataset in a folder; `table()` gives a table of it as a DataFrame, or a part of one."""

    path: Path
    reports: int
    unreadable: int
    files: dict[str, tuple[str, ...]] = field(repr=False)

    @property
    def tables(self) -> tuple[str, ...]:
        """The names of its tables."""
        return tuple(self.files)

    @property
    def errors(self) -> pd.DataFrame:
        """The files that could not be read: file, problem, todo."""
        return pd.read_csv(self.path / "errors.csv", dtype=str, keep_default_na=False, encoding="utf-8-sig")

    def table(self, name: str, columns: Iterable[str] | None = None, filters: list | None = None) -> pd.DataFrame:
        """A table, sorted by report, as the table function of that name gives it; read is only what is asked for.

        Parameters
        ----------
        name
            One of `tables`.
        columns
            The columns to read, all of them by default.
        filters
            Conditions, all of which hold: `[("indicator", "==", "gdp"), ("year", ">=", 2020)]`; a list of such lists
            where one of them is enough; or an expression of pyarrow. Signs are ==, !=, <, <=, >, >=, in, not in.

        Raises
        ------
        ValueError
            If there is no such table or column.
        """
        import pyarrow as pa
        import pyarrow.compute as pc
        import pyarrow.parquet as pq

        dataset = self.arrow(name)
        known = dataset.schema.names
        asked = known if columns is None else [columns] if isinstance(columns, str) else list(columns)
        where = filters if filters is None or isinstance(filters, pc.Expression) else pq.filters_to_expression(filters)
        for column in asked:
            if column not in known:
                raise ValueError(
                    f"column {column!r} does not exist in {name}. Expected one of {', '.join(known)}. Choose one of these."
                )
        try:
            found = dataset.to_table(columns=list(dict.fromkeys(["report", *asked])), filter=where)
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError, pa.ArrowKeyError) as error:
            raise ValueError(
                f"filters {filters!r:.200}: cannot be applied ({str(error).splitlines()[0]}). "
                f"Expected conditions on {', '.join(known)}. Compare text with text and numbers with numbers."
            ) from None
        found = found.take(pc.sort_indices(found["report"]))
        table = found.select(asked).to_pandas(types_mapper={pa.int64(): pd.Int64Dtype()}.get)
        for column in found.schema:
            if pa.types.is_list(column.type) and column.name in table:  # spans
                table[column.name] = [tuple(tuple(span.tolist()) for span in spans) for spans in table[column.name]]
        return table

    def arrow(self, name: str):
        """A table as a `pyarrow.dataset.Dataset`, to go through without reading it whole."""
        import pyarrow.dataset as ds

        if name not in self.files:
            raise ValueError(
                f"table {name!r} is not in {self.path}. Expected one of {', '.join(self.files)}. Choose one of these."
            )
        return ds.dataset([str(self.path / name / file) for file in self.files[name]], format="parquet")


def open_dataset(folder: str | Path) -> Dataset:
    """Open a dataset that `build` has made.

    Parameters
    ----------
    folder
        What was given to `build` as `out`.

    Returns
    -------
    Dataset
        `tables`, `reports` and `unreadable` (how many), `errors` (a DataFrame), `path`; `table(name, columns, filters)`
        gives a table as a DataFrame, and reads no more of it than what is asked for. The files are plain Parquet, which
        other programs read as well.

    Raises
    ------
    ReportError
        If the folder holds no finished dataset, or one of another version.

    Examples
    --------
    >>> import tempfile
    >>> from concurrent.futures import ThreadPoolExecutor
    >>> import reportkit as rk
    >>> with tempfile.TemporaryDirectory() as out, ThreadPoolExecutor(1) as executor:
    ...     made = rk.build(None, out, tables=["figures"], executor=executor)
    ...     data = rk.open_dataset(out)
    ...     gdp = data.table("figures", ["report", "number_text"], [("indicator", "==", "gdp"), ("status", "==", "target")])
    >>> data.reports, len(gdp) >= 5, gdp.loc[0, "report"]
    (5, True, 'jingdong_2023')
    """
    folder = Path(folder)
    try:
        index = json.loads((folder / INDEX).read_text("utf-8"))
    except (OSError, ValueError):
        raise ReportError(
            f"{folder}: holds no finished dataset. Expected a folder that build() has made. Build it, or again if it was stopped."
        ) from None
    if index["schema"] != SCHEMA:
        raise ReportError(
            f"{folder}: is a dataset of version {index['schema']}. Expected version {SCHEMA}. Build it again with this reportkit."
        )
    files = {name: tuple(parts) for name, parts in index["tables"].items()}
    return Dataset(folder, index["reports"], index["unreadable"], files)
