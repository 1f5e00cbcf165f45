"""Chinese government work reports (政府工作报告) as tables, every figure with its place in the text.

    import reportkit as rk

    reports = rk.load_reports()             # the five that come along; or a file, a folder, a glob, a list of them
    figures = rk.figures(reports)           # one row per claim
    targets = rk.targets(figures)           # growth reported for one year beside growth planned for the next
    print(rk.quote(reports, figures.iloc[0]))

Load        load_report, load_reports, Report, ReportError
Look        overview, paragraphs, glossary, repairs, quote
Tables      figures, targets, panel, checks, slogans, diffusion
Words       keywords, keyword_growth, concordance, distinctive, overlaps, shared_passages
Check       review, agreement
Vocabulary  lexicon
Charts      plot_targets, plot_attainment, plot_keywords, plot_distinctive, plot_slogans, paper_style, save_chart
Files       write_tables
Many        build, open_dataset, manifest

A table function takes one Report or many and gives one DataFrame, `report` first. What the text does not say stays
empty. *Ambition* is a target minus the result of the year before, both from one report; it is not attainment.
"""

from __future__ import annotations

from .batch import build, manifest, open_dataset
from .charts import plot_attainment, plot_distinctive, plot_keywords, plot_slogans, plot_targets
from .claims import figures, quote
from .compare import agreement, panel, targets
from .consistency import checks
from .lexicons import lexicon
from .page import review
from .paper import paper_style, save_chart
from .phrases import diffusion, slogans
from .reading import ReportError
from .repair import repairs
from .report import Report, glossary, load_report, load_reports, overview, paragraphs
from .tables import write_tables
from .words import concordance, distinctive, keyword_growth, keywords, overlaps, shared_passages

__version__ = "0.1.0"
__all__ = [
    "Report",
    "ReportError",
    "__version__",
    "agreement",
    "build",
    "checks",
    "concordance",
    "diffusion",
    "distinctive",
    "figures",
    "glossary",
    "keyword_growth",
    "keywords",
    "lexicon",
    "load_report",
    "load_reports",
    "manifest",
    "open_dataset",
    "overlaps",
    "overview",
    "panel",
    "paper_style",
    "paragraphs",
    "plot_attainment",
    "plot_distinctive",
    "plot_keywords",
    "plot_slogans",
    "plot_targets",
    "quote",
    "repairs",
    "review",
    "save_chart",
    "shared_passages",
    "slogans",
    "targets",
    "write_tables",
]
