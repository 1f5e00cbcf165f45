"""Targets beside results: what a report promises for its year, what was reached before it, and what came of it.

*Ambition*: target for Y minus result of Y-1, both from one report. *Attainment*: result of Y minus target for Y; it
needs the report of the year after. The two are never mixed up.
"""

from __future__ import annotations

from reportkit.compare.agreement import agreement as agreement
from reportkit.compare.table import targets as targets
from reportkit.compare.wide import panel as panel
