"""What a stored output is held against: everything but the HTML of a table, which says again what its text says."""

import matplotlib.font_manager  # noqa: F401  (fills its cache here, because a notebook would print that it does)


def pytest_collectstart(collector):
    if collector.fspath and collector.fspath.ext == ".ipynb":
        collector.skip_compare += ("text/html",)
