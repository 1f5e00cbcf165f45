"""The size, the fonts and the files of a chart that goes into a paper."""

from __future__ import annotations

from reportkit.paper.drawn import drawn as drawn
from reportkit.paper.files import save_chart as save_chart
from reportkit.paper.style import HATCHES as HATCHES
from reportkit.paper.style import SIZES as SIZES
from reportkit.paper.style import chart_style as chart_style
from reportkit.paper.style import paper_style as paper_style
