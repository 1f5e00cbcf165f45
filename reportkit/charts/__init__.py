"""A chart takes a table and gives the Axes it drew, with labels in English or Chinese. Captions belong to the paper."""

from .attainment import plot_attainment
from .distinctive import plot_distinctive
from .keywords import plot_keywords
from .slogans import plot_slogans
from .targets import plot_targets

__all__ = ["plot_attainment", "plot_distinctive", "plot_keywords", "plot_slogans", "plot_targets"]
